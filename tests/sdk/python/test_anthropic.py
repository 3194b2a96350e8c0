"""The official Anthropic SDK: messages, streams, tools, thinking, structured answers, images, caching, errors."""

import json
import urllib.request

import anthropic
import pytest
from conftest import ANTHROPIC_MODEL, CITY, KEY, PIXEL, URL

WEATHER = {"name": "get_weather", "description": "The weather", "input_schema": CITY}


def ask(text):
    return [{"role": "user", "content": text}]


def text_of(message):
    return "".join(block.text for block in message.content if block.type == "text")


def test_text(anthropic_client, model):
    message = anthropic_client.messages.create(model=model, max_tokens=4096, system="Be brief.", messages=ask("Hello"))
    assert message.type == "message" and message.role == "assistant"
    assert "simulated" in text_of(message)
    assert message.stop_reason == "end_turn"
    assert message.usage.input_tokens > 0 and message.usage.output_tokens > 0


def test_stream_events(anthropic_client, model):
    events = list(anthropic_client.messages.create(model=model, max_tokens=4096, messages=ask("Hello"), stream=True))
    kinds = [event.type for event in events]
    assert kinds[:2] == ["message_start", "content_block_start"]
    assert kinds[-3:] == ["content_block_stop", "message_delta", "message_stop"]
    assert set(kinds) <= {
        "message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop",
    }
    assert events[-2].usage.output_tokens > 0 and events[-2].delta.stop_reason == "end_turn"


def test_stream_helper(anthropic_client, model):
    with anthropic_client.messages.stream(model=model, max_tokens=4096, messages=ask("Hello")) as stream:
        text = "".join(stream.text_stream)
        final = stream.get_final_message()
    assert "simulated" in text and text_of(final) == text
    assert final.usage.output_tokens > 0


def test_length_and_stop(anthropic_client, model):
    cut = anthropic_client.messages.create(model=model, max_tokens=3, messages=ask("Hello"))
    assert cut.stop_reason == "max_tokens" and cut.usage.output_tokens == 3
    stopped = anthropic_client.messages.create(
        model=model, max_tokens=4096, stop_sequences=["Tollkeeper"], messages=ask("Hello")
    )
    # OpenAI does not tell a stop sequence from an end.
    assert stopped.stop_reason in ("stop_sequence", "end_turn") and "Tollkeeper" not in text_of(stopped)


@pytest.mark.parametrize("stream", [False, True])
def test_tool_loop(anthropic_client, model, stream):
    messages = ask("Use get_weather for Rome and Oslo in parallel.")
    settings = {"model": model, "max_tokens": 4096, "tools": [WEATHER]}
    if stream:
        with anthropic_client.messages.stream(messages=messages, **settings) as events:
            message = events.get_final_message()
    else:
        message = anthropic_client.messages.create(messages=messages, **settings)
    assert message.stop_reason == "tool_use"
    calls = [block for block in message.content if block.type == "tool_use"]
    assert len(calls) == 2 and len({call.id for call in calls}) == 2
    assert all(call.name == "get_weather" and call.input["city"] for call in calls)
    results = [{"type": "tool_result", "tool_use_id": call.id, "content": "22 degrees"} for call in calls]
    messages += [{"role": "assistant", "content": message.content}, {"role": "user", "content": results}]
    answer = anthropic_client.messages.create(messages=messages, **settings)
    assert answer.stop_reason == "end_turn" and "2 tool result" in text_of(answer)


def test_tool_choice(anthropic_client, model):
    other = {"name": "get_time", "input_schema": {"type": "object", "properties": {}}}

    def called(choice):
        message = anthropic_client.messages.create(
            model=model, max_tokens=4096, messages=ask("Hello"), tools=[WEATHER, other], tool_choice=choice
        )
        return [block.name for block in message.content if block.type == "tool_use"]

    assert called({"type": "tool", "name": "get_time"}) == ["get_time"]
    assert called({"type": "any", "disable_parallel_tool_use": True}) == ["get_weather"]
    assert called({"type": "none"}) == []


def test_structured_answer(anthropic_client, model):
    format = {"type": "json_schema", "schema": CITY}
    message = anthropic_client.messages.create(
        model=model, max_tokens=4096, messages=ask("Name a city"), output_config={"format": format}
    )
    assert set(json.loads(text_of(message))) == {"city"}


def test_image(anthropic_client, model):
    content = [
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PIXEL}},
        {"type": "text", "text": "What is this?"},
    ]
    message = anthropic_client.messages.create(
        model=model, max_tokens=4096, messages=[{"role": "user", "content": content}]
    )
    # The sandbox counts an attachment as several hundred tokens: it has arrived as one.
    assert message.usage.input_tokens > 500


@pytest.mark.parametrize("stream", [False, True])
def test_thinking(anthropic_client, stream):
    settings = {
        "model": ANTHROPIC_MODEL,
        "max_tokens": 2048,
        "thinking": {"type": "enabled", "budget_tokens": 1024},
        "messages": ask("Think"),
    }
    if stream:
        with anthropic_client.messages.stream(**settings) as events:
            message = events.get_final_message()
    else:
        message = anthropic_client.messages.create(**settings)
    thinking, text = message.content
    assert thinking.type == "thinking" and thinking.thinking and thinking.signature
    assert text.type == "text"
    assert 0 < message.usage.output_tokens_details.thinking_tokens < message.usage.output_tokens


def test_prompt_cache(anthropic_client):
    system = [{"type": "text", "text": f"Rules {id(object())}. " * 600, "cache_control": {"type": "ephemeral", "ttl": "1h"}}]
    settings = {"model": ANTHROPIC_MODEL, "max_tokens": 20, "system": system, "messages": ask("Hello")}
    first = anthropic_client.messages.create(**settings).usage
    assert first.cache_creation.ephemeral_1h_input_tokens == first.cache_creation_input_tokens > 1000
    second = anthropic_client.messages.create(**settings).usage
    assert second.cache_read_input_tokens == first.cache_creation_input_tokens and second.cache_creation_input_tokens == 0


def test_system_role_inside_messages(anthropic_client, model):
    messages = [*ask("Hello"), {"role": "system", "content": "Be brief."}, *ask("Hello again")]
    message = anthropic_client.messages.create(model=model, max_tokens=4096, messages=messages)
    assert "simulated" in text_of(message)


def test_beta(anthropic_client, model):
    message = anthropic_client.beta.messages.create(
        model=model, max_tokens=4096, messages=ask("Hello"), betas=["not-a-real-beta-2026-01-01"]
    )
    assert message.stop_reason == "end_turn"


def test_count_tokens(anthropic_client):
    count = anthropic_client.messages.count_tokens(model=ANTHROPIC_MODEL, messages=ask("Hello")).input_tokens
    longer = anthropic_client.messages.count_tokens(model=ANTHROPIC_MODEL, messages=ask("Hello " * 100)).input_tokens
    assert 0 < count < longer


def test_models(anthropic_client):
    names = [model.id for model in anthropic_client.models.list()]
    assert any(name.endswith(ANTHROPIC_MODEL.rsplit("/", 1)[-1]) for name in names)


def test_older_credential_and_version():
    # SDKs before 2.0 send x-api-key and the version of 2023.
    body = {"model": ANTHROPIC_MODEL, "max_tokens": 20, "messages": ask("Hello")}
    headers = {"x-api-key": KEY, "anthropic-version": "2023-06-01", "content-type": "application/json"}
    request = urllib.request.Request(f"{URL}/v1/messages", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as response:
        assert json.load(response)["content"][0]["type"] == "text"


def test_errors(anthropic_client, model):
    with pytest.raises(anthropic.AuthenticationError) as wrong:
        anthropic.Anthropic(base_url=URL, api_key="tk_wrong", max_retries=0).messages.create(
            model=model, max_tokens=20, messages=ask("Hello")
        )
    assert wrong.value.body["type"] == "error"
    with pytest.raises(anthropic.NotFoundError):
        anthropic_client.messages.create(model="no-such-model", max_tokens=20, messages=ask("Hello"))
    with pytest.raises(anthropic.NotFoundError):
        list(anthropic_client.messages.create(model="no-such-model", max_tokens=20, messages=ask("Hello"), stream=True))
    with pytest.raises(anthropic.BadRequestError):
        anthropic_client.messages.create(model=model, max_tokens=20, messages=[])


def test_leaving_a_stream_early(anthropic_client, model):
    stream = anthropic_client.messages.create(model=model, max_tokens=4096, messages=ask("Hello"), stream=True)
    next(iter(stream))
    stream.close()
    assert anthropic_client.messages.create(model=model, max_tokens=20, messages=ask("Hello")).content
