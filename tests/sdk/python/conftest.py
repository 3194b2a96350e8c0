"""Where the SDKs go and which models they ask: set by the environment, so that the same tests run against a gateway and
straight against a sandbox. Both SDKs ask both models: through a gateway one of the two is a translation."""

import os

import anthropic
import openai
import pytest

URL = os.environ["TOLLKEEPER_URL"].rstrip("/")
KEY = os.environ["TOLLKEEPER_KEY"]
OPENAI_MODEL = os.environ.get("OPENAI_MODEL", "sandbox-openai/gpt-5.4-mini")
ANTHROPIC_MODEL = os.environ.get("ANTHROPIC_MODEL", "sandbox-anthropic/claude-haiku-4-5")
EMBEDDING_MODEL = os.environ.get("EMBEDDING_MODEL", "sandbox-openai/text-embedding-3-small")
COMPLETION_MODEL = os.environ.get("COMPLETION_MODEL", "sandbox-openai/gpt-3.5-turbo-instruct")

# One white pixel.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=="
)
CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"], "additionalProperties": False}


@pytest.fixture(params=["openai", "anthropic"])
def model(request):
    """A model of each provider."""
    return OPENAI_MODEL if request.param == "openai" else ANTHROPIC_MODEL


@pytest.fixture
def openai_client():
    """OpenAI's client. No retries: a retry would hide a fault."""
    with openai.OpenAI(base_url=f"{URL}/v1", api_key=KEY, max_retries=0, timeout=30) as client:
        yield client


@pytest.fixture
def anthropic_client():
    """Anthropic's client. No retries: a retry would hide a fault."""
    with anthropic.Anthropic(base_url=URL, api_key=KEY, max_retries=0, timeout=30) as client:
        yield client
