// The Vercel AI SDK against both dialects and both providers: text, streams, tool loops, objects, images, embeddings,
// errors. Its OpenAI provider speaks the Responses API unless told `.chat`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAI } from '@ai-sdk/openai'
import { APICallError, Output, embedMany, generateText, isStepCount, streamText, tool } from 'ai'
import { z } from 'zod'

const { TOLLKEEPER_URL, TOLLKEEPER_KEY } = process.env
assert.ok(TOLLKEEPER_URL && TOLLKEEPER_KEY, 'set TOLLKEEPER_URL (without /v1) and TOLLKEEPER_KEY')
const baseURL = `${TOLLKEEPER_URL.replace(/\/+$/, '')}/v1`
const openaiModel = process.env.OPENAI_MODEL ?? 'sandbox-openai/gpt-5.4-mini'
const anthropicModel = process.env.ANTHROPIC_MODEL ?? 'sandbox-anthropic/claude-haiku-4-5'
const embeddingModel = process.env.EMBEDDING_MODEL ?? 'sandbox-openai/text-embedding-3-small'
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=='

const openai = (apiKey = TOLLKEEPER_KEY) => createOpenAI({ baseURL, apiKey })
const anthropic = (apiKey = TOLLKEEPER_KEY) => createAnthropic({ baseURL, apiKey })
const dialects = { openai: (name, key) => openai(key).chat(name), anthropic: (name, key) => anthropic(key)(name) }

// No retries: a retry would hide a fault. Every request ends within half a minute.
const settings = () => ({ maxRetries: 0, maxOutputTokens: 4096, abortSignal: AbortSignal.timeout(30_000) })
const tools = {
  get_weather: tool({
    description: 'The weather',
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => `22 degrees in ${city}`,
  }),
}

for (const [dialect, make] of Object.entries(dialects)) {
  for (const name of [openaiModel, anthropicModel]) {
    const about = `${dialect} dialect, ${name}`

    test(`${about}: text`, async () => {
      const { text, usage, finishReason } = await generateText({ model: make(name), prompt: 'Hello', ...settings() })
      assert.match(text, /simulated/)
      assert.equal(finishReason, 'stop')
      assert.ok(usage.inputTokens > 0 && usage.outputTokens > 0)
    })

    test(`${about}: stream`, async () => {
      const result = streamText({ model: make(name), prompt: 'Hello', ...settings() })
      let text = ''
      for await (const part of result.textStream) text += part
      assert.match(text, /simulated/)
      assert.equal(await result.finishReason, 'stop')
      // The SDK asks OpenAI streams for usage, and Anthropic's always have it.
      assert.ok((await result.usage).outputTokens > 0)
    })

    test(`${about}: tool loop`, async () => {
      const prompt = 'Use get_weather for two cities in parallel.'
      const result = await generateText({ model: make(name), prompt, tools, stopWhen: isStepCount(3), ...settings() })
      assert.equal(result.steps.length, 2)
      assert.equal(result.steps[0].toolCalls.length, 2)
      assert.match(result.text, /2 tool result/)
    })

    test(`${about}: streamed tool loop`, async () => {
      const prompt = 'Use get_weather, please.'
      const result = streamText({ model: make(name), prompt, tools, stopWhen: isStepCount(3), ...settings() })
      await result.consumeStream()
      const steps = await result.steps
      assert.deepEqual(steps.map((step) => step.finishReason), ['tool-calls', 'stop'])
      assert.match(await result.text, /1 tool result/)
    })

    test(`${about}: object`, async () => {
      const output = Output.object({ schema: z.object({ title: z.string(), steps: z.number(), done: z.boolean() }) })
      const result = await generateText({ model: make(name), prompt: 'Plan', output, ...settings() })
      assert.deepEqual(Object.keys(result.output).sort(), ['done', 'steps', 'title'])
    })

    test(`${about}: image`, async () => {
      const content = [
        { type: 'text', text: 'What is this?' },
        { type: 'file', data: pixel, mediaType: 'image/png' },
      ]
      const { usage } = await generateText({ model: make(name), messages: [{ role: 'user', content }], ...settings() })
      // The sandbox counts an attachment as several hundred tokens: it has arrived as one.
      assert.ok(usage.inputTokens > 500)
    })
  }

  test(`${dialect} dialect: errors`, async () => {
    const status = (wanted) => (error) => APICallError.isInstance(error) && error.statusCode === wanted
    const ask = (model) => generateText({ model, prompt: 'Hello', ...settings() })
    await assert.rejects(ask(make(openaiModel, 'tk_wrong')), status(401))
    await assert.rejects(ask(make('no-such-model')), status(404))
  })
}

test('embeddings', async () => {
  const model = openai().embeddingModel(embeddingModel)
  const { embeddings, usage } = await embedMany({ model, values: ['one', 'two'], maxRetries: 0 })
  assert.deepEqual(embeddings.map((embedding) => embedding.length), [1536, 1536])
  assert.ok(usage.tokens > 0)
})
