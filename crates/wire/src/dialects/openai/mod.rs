//! OpenAI's chat completions, and the older completions.

mod completion;
mod request_in;
mod request_out;
mod response;
mod stream_in;
mod stream_out;

use super::{ReadStream, Shape, Speech, Target, WriteStream};
use crate::Endpoint;
use domain::Fault;
use domain::chat::{ChatRequest, ChatResponse};

/// OpenAI's dialect.
pub(super) struct OpenAi;

impl Speech for OpenAi {
    fn read_request(&self, endpoint: Endpoint, body: &[u8]) -> Result<ChatRequest, Fault> {
        match endpoint {
            Endpoint::Completions => completion::read(body),
            _ => request_in::read(body),
        }
    }

    fn write_request(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Vec<u8>, Fault> {
        request_out::write(request, target)
    }

    fn read_response(&self, body: &[u8]) -> Result<ChatResponse, Fault> {
        response::read(body)
    }

    fn write_response(&self, answer: &ChatResponse, shape: &Shape) -> Vec<u8> {
        match shape.endpoint {
            Endpoint::Completions => completion::write(answer, shape),
            _ => response::write(answer, shape),
        }
    }

    fn reader(&self) -> Box<dyn ReadStream> {
        Box::<stream_in::Reader>::default()
    }

    fn writer(&self, shape: &Shape) -> Box<dyn WriteStream> {
        Box::new(stream_out::Writer::new(*shape))
    }
}
