//! The words for why a model stopped.

use domain::chat::Stop;

/// What OpenAI's `finish_reason` means. `content_filter` is a refusal of the filter's.
pub(crate) fn openai_stop(word: &str) -> Option<Stop> {
    Some(match word {
        "stop" => Stop::EndTurn,
        "length" => Stop::MaxTokens,
        "tool_calls" | "function_call" => Stop::ToolUse,
        "content_filter" => Stop::Refusal,
        _ => return None,
    })
}

/// OpenAI's word. It has none for a stop sequence or a pause: both are `stop`.
pub(crate) fn openai_word(stop: Stop) -> &'static str {
    match stop {
        Stop::EndTurn | Stop::StopSequence | Stop::Pause => "stop",
        Stop::MaxTokens => "length",
        Stop::ToolUse => "tool_calls",
        Stop::Refusal => "content_filter",
    }
}

/// What Anthropic's `stop_reason` means.
pub(crate) fn anthropic_stop(word: &str) -> Option<Stop> {
    Some(match word {
        "end_turn" => Stop::EndTurn,
        "max_tokens" | "model_context_window_exceeded" => Stop::MaxTokens,
        "stop_sequence" => Stop::StopSequence,
        "tool_use" => Stop::ToolUse,
        "refusal" => Stop::Refusal,
        "pause_turn" => Stop::Pause,
        _ => return None,
    })
}

/// Anthropic's word.
pub(crate) fn anthropic_word(stop: Stop) -> &'static str {
    match stop {
        Stop::EndTurn => "end_turn",
        Stop::MaxTokens => "max_tokens",
        Stop::StopSequence => "stop_sequence",
        Stop::ToolUse => "tool_use",
        Stop::Refusal => "refusal",
        Stop::Pause => "pause_turn",
    }
}
