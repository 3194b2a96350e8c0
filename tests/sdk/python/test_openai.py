"""The official OpenAI SDK: chat, streams, tools, structured answers, images, embeddings, completions, errors."""

import json

import openai
import pydantic
import pytest
from conftest import CITY, COMPLETION_MODEL, EMBEDDING_MODEL, KEY, OPENAI_MODEL, PIXEL, URL

WEATHER = {"type": "function", "function": {"name": "get_weather", "description": "The weather", "parameters": CITY}}


def ask(text):
    return [{"role": "system", "content": "Be brief."}, {"role": "user", "content": text}]


def joined_calls(chunks):
    """Puts the tool calls of a stream together."""
    calls = {}
    for chunk in chunks:
        for choice in chunk.choices:
            for part in choice.delta.tool_calls or []:
                call = calls.setdefault(part.index, {"id": "", "name": "", "arguments": ""})
                call["id"] += part.id or ""
                call["name"] += part.function.name or ""
                call["arguments"] += part.function.arguments or ""
    return [calls[index] for index in sorted(calls)]


def test_text(openai_client, model):
    answer = openai_client.chat.completions.create(model=model, messages=ask("Hello"), max_completion_tokens=4096)
    assert answer.object == "chat.completion"
    assert "simulated" in answer.choices[0].message.content
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.prompt_tokens > 0 and answer.usage.completion_tokens > 0
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens


def test_text_without_a_limit(openai_client, model):
    answer = openai_client.chat.completions.create(model=model, messages=ask("Hello"))
    assert answer.choices[0].message.content


def test_stream_without_usage(openai_client, model):
    chunks = list(openai_client.chat.completions.create(model=model, messages=ask("Hello"), stream=True))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert "simulated" in text
    # Usage nobody asked for, and its chunk without choices, stay away.
    assert all(chunk.usage is None and len(chunk.choices) == 1 for chunk in chunks)
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert len({chunk.id for chunk in chunks}) == 1


def test_stream_with_usage(openai_client, model):
    chunks = list(
        openai_client.chat.completions.create(
            model=model, messages=ask("Hello"), stream=True, stream_options={"include_usage": True}
        )
    )
    *before, last = chunks
    assert last.choices == [] and last.usage.completion_tokens > 0 and last.usage.prompt_tokens > 0
    assert all(chunk.usage is None for chunk in before)


def test_length_and_stop(openai_client, model):
    cut = openai_client.chat.completions.create(model=model, messages=ask("Hello"), max_completion_tokens=3)
    assert cut.choices[0].finish_reason == "length" and cut.usage.completion_tokens == 3
    stopped = openai_client.chat.completions.create(model=model, messages=ask("Hello"), stop=["Tollkeeper"], max_tokens=4096)
    assert stopped.choices[0].finish_reason == "stop"
    assert "Tollkeeper" not in stopped.choices[0].message.content


@pytest.mark.parametrize("stream", [False, True])
def test_tool_loop(openai_client, model, stream):
    messages = ask("Use get_weather for Rome and Oslo in parallel.")
    settings = {"model": model, "tools": [WEATHER], "max_completion_tokens": 4096}
    if stream:
        chunks = list(openai_client.chat.completions.create(messages=messages, stream=True, **settings))
        calls = joined_calls(chunks)
        assert chunks[-1].choices[0].finish_reason == "tool_calls"
    else:
        choice = openai_client.chat.completions.create(messages=messages, **settings).choices[0]
        assert choice.finish_reason == "tool_calls"
        calls = [
            {"id": call.id, "name": call.function.name, "arguments": call.function.arguments}
            for call in choice.message.tool_calls
        ]
    assert len(calls) == 2 and len({call["id"] for call in calls}) == 2
    assert all(call["name"] == "get_weather" and json.loads(call["arguments"])["city"] for call in calls)
    messages.append(
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {"id": call["id"], "type": "function", "function": {"name": call["name"], "arguments": call["arguments"]}}
                for call in calls
            ],
        }
    )
    messages += [{"role": "tool", "tool_call_id": call["id"], "content": "22 degrees"} for call in calls]
    answer = openai_client.chat.completions.create(messages=messages, **settings)
    assert answer.choices[0].finish_reason == "stop"
    assert "2 tool result" in answer.choices[0].message.content


def test_tool_choice(openai_client, model):
    other = {"type": "function", "function": {"name": "get_time", "parameters": {"type": "object", "properties": {}}}}

    def called(choice, **more):
        message = openai_client.chat.completions.create(
            model=model, messages=ask("Hello"), tools=[WEATHER, other], tool_choice=choice, **more
        ).choices[0].message
        return [call.function.name for call in message.tool_calls or []]

    assert called({"type": "function", "function": {"name": "get_time"}}) == ["get_time"]
    assert called("required", parallel_tool_calls=False) == ["get_weather"]
    assert called("none") == []


def test_structured_answer(openai_client, model):
    class Plan(pydantic.BaseModel):
        title: str
        steps: int
        done: bool

    answer = openai_client.chat.completions.parse(model=model, messages=ask("Plan"), response_format=Plan)
    assert isinstance(answer.choices[0].message.parsed, Plan)


def test_image(openai_client, model):
    content = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}},
    ]
    answer = openai_client.chat.completions.create(model=model, messages=[{"role": "user", "content": content}])
    # The sandbox counts an attachment as several hundred tokens: it has arrived as one.
    assert answer.usage.prompt_tokens > 500


def test_reasoning(openai_client):
    answer = openai_client.chat.completions.create(model=OPENAI_MODEL, messages=ask("Think"), reasoning_effort="low")
    reasoning = answer.usage.completion_tokens_details.reasoning_tokens
    assert 0 < reasoning < answer.usage.completion_tokens


def test_embeddings(openai_client):
    # The SDK asks for base64 unless told otherwise.
    many = openai_client.embeddings.create(model=EMBEDDING_MODEL, input=["one", "two"], dimensions=64)
    assert [len(item.embedding) for item in many.data] == [64, 64]
    floats = openai_client.embeddings.create(
        model=EMBEDDING_MODEL, input="one", dimensions=64, encoding_format="float"
    )
    assert floats.data[0].embedding == pytest.approx(many.data[0].embedding, abs=1e-6)
    tokens = openai_client.embeddings.create(model=EMBEDDING_MODEL, input=[[1, 2, 3], [4]])
    assert tokens.usage.prompt_tokens == 4 and len(tokens.data) == 2


@pytest.mark.parametrize("stream", [False, True])
def test_completion(openai_client, stream):
    settings = {"model": COMPLETION_MODEL, "prompt": "def add(a, b):", "suffix": "return c", "max_tokens": 20}
    if stream:
        chunks = list(openai_client.completions.create(stream=True, **settings))
        text = "".join(chunk.choices[0].text for chunk in chunks)
    else:
        text = openai_client.completions.create(**settings).choices[0].text
    assert "simulated" in text


def test_models(openai_client):
    names = [model.id for model in openai_client.models.list()]
    assert any(name.endswith(OPENAI_MODEL.rsplit("/", 1)[-1]) for name in names)


def test_errors(openai_client):
    with pytest.raises(openai.AuthenticationError):
        openai.OpenAI(base_url=f"{URL}/v1", api_key=f"{KEY}x", max_retries=0).models.list()
    with pytest.raises(openai.AuthenticationError):
        openai.OpenAI(base_url=f"{URL}/v1", api_key="tk_wrong", max_retries=0).chat.completions.create(
            model=OPENAI_MODEL, messages=ask("Hello")
        )
    with pytest.raises(openai.NotFoundError) as unknown:
        openai_client.chat.completions.create(model="no-such-model", messages=ask("Hello"))
    assert unknown.value.body["message"]
    with pytest.raises(openai.NotFoundError):
        list(openai_client.chat.completions.create(model="no-such-model", messages=ask("Hello"), stream=True))
    with pytest.raises(openai.BadRequestError):
        openai_client.chat.completions.create(model=OPENAI_MODEL, messages=[])


def test_leaving_a_stream_early(openai_client, model):
    stream = openai_client.chat.completions.create(model=model, messages=ask("Hello"), stream=True)
    next(iter(stream))
    stream.close()
    # The connection pool and the server are still good.
    assert openai_client.chat.completions.create(model=model, messages=ask("Hello")).choices
