//! Content blocks: the pieces of a turn, read and written.

use super::super::refuse::{invalid, untranslatable, value};
use crate::json::{Json, object};
use domain::chat::{Media, Part};
use domain::{Content, Fault};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

#[derive(Deserialize)]
struct Block<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    text: Option<Content>,
    #[serde(borrow)]
    source: Option<&'a RawValue>,
    title: Option<Content>,
    thinking: Option<Content>,
    signature: Option<Content>,
    data: Option<Content>,
    id: Option<Content>,
    name: Option<Content>,
    #[serde(borrow)]
    input: Option<&'a RawValue>,
    tool_use_id: Option<Content>,
    #[serde(borrow)]
    content: Option<&'a RawValue>,
    is_error: Option<bool>,
}

#[derive(Deserialize)]
struct Source<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    media_type: Option<Content>,
    data: Option<Content>,
    url: Option<Content>,
}

/// A turn's content: a text, a list of blocks, or nothing.
pub(super) fn read(raw: &RawValue) -> Result<Vec<Part>, Fault> {
    match raw.get().as_bytes().first() {
        Some(b'"') => Ok(vec![Part::Text(value("content", raw)?)]),
        Some(b'[') => value::<Vec<Block<'_>>>("content", raw)?.into_iter().map(block).collect(),
        Some(b'n') => Ok(Vec::new()),
        _ => Err(invalid("content must be a text or a list of blocks")),
    }
}

/// One block alone.
pub(super) fn read_one(raw: &RawValue) -> Result<Part, Fault> {
    block(value("content", raw)?)
}

fn block(block: Block<'_>) -> Result<Part, Fault> {
    let needs = |field: &str| invalid(format!("a content block needs the field {field}"));
    Ok(match block.kind.as_ref() {
        "text" => Part::Text(block.text.ok_or_else(|| needs("text"))?),
        "image" => Part::Image(media(block.source.ok_or_else(|| needs("source"))?)?),
        "document" => Part::Document(media(block.source.ok_or_else(|| needs("source"))?)?, block.title),
        "thinking" => Part::Thinking { text: block.thinking.unwrap_or_default(), signature: block.signature },
        "redacted_thinking" => Part::RedactedThinking(block.data.ok_or_else(|| needs("data"))?),
        "tool_use" => Part::ToolCall {
            id: block.id.ok_or_else(|| needs("id"))?,
            name: block.name.ok_or_else(|| needs("name"))?,
            arguments: block.input.map_or_else(Content::default, |raw| Content::from(raw.get())),
        },
        "tool_result" => Part::ToolResult {
            id: block.tool_use_id.ok_or_else(|| needs("tool_use_id"))?,
            parts: block.content.map(read).transpose()?.unwrap_or_default(),
            is_error: block.is_error.unwrap_or(false),
        },
        _ => return Err(untranslatable("a content block of this type (server tools, search results)")),
    })
}

fn media(raw: &RawValue) -> Result<Media, Fault> {
    let source: Source<'_> = value("source", raw)?;
    let needs = |field: &str| invalid(format!("a source needs the field {field}"));
    Ok(match source.kind.as_ref() {
        "base64" => Media::Base64 {
            media_type: source.media_type.ok_or_else(|| needs("media_type"))?,
            data: source.data.ok_or_else(|| needs("data"))?,
        },
        "url" => Media::Url(source.url.ok_or_else(|| needs("url"))?),
        "text" => Media::Text(source.data.ok_or_else(|| needs("data"))?),
        _ => return Err(untranslatable("a source of this type (files by id)")),
    })
}

/// Writes a piece of a turn as a block. Pieces with no block (empty text, thoughts without signature) write nothing.
pub(super) fn write(json: &mut Json, part: &Part) {
    match part {
        Part::Text(text) if text.as_str().is_empty() => {}
        Part::Text(text) => json.object(|json| {
            json.key("type").text("text");
            json.key("text").text(text.as_str());
        }),
        Part::Image(media) => json.object(|json| {
            json.key("type").text("image");
            write_source(json, media);
        }),
        Part::Document(media, title) => json.object(|json| {
            json.key("type").text("document");
            write_source(json, media);
            if let Some(title) = title {
                json.key("title").text(title.as_str());
            }
        }),
        Part::Thinking { text, signature: Some(signature) } => json.object(|json| {
            json.key("type").text("thinking");
            json.key("thinking").text(text.as_str());
            json.key("signature").text(signature.as_str());
        }),
        Part::Thinking { signature: None, .. } => {}
        Part::RedactedThinking(data) => json.object(|json| {
            json.key("type").text("redacted_thinking");
            json.key("data").text(data.as_str());
        }),
        Part::ToolCall { id, name, arguments } => json.object(|json| {
            json.key("type").text("tool_use");
            json.key("id").text(&call_id(id));
            json.key("name").text(name.as_str());
            write_input(json, arguments);
        }),
        Part::ToolResult { id, parts, is_error } => json.object(|json| {
            json.key("type").text("tool_result");
            json.key("tool_use_id").text(&call_id(id));
            json.key("content").list(|json| parts.iter().for_each(|part| write(json, part)));
            if *is_error {
                json.key("is_error").flag(true);
            }
        }),
    }
}

fn write_source(json: &mut Json, media: &Media) {
    json.key("source").object(|json| match media {
        Media::Base64 { media_type, data } => {
            json.key("type").text("base64");
            json.key("media_type").text(media_type.as_str());
            json.key("data").text(data.as_str());
        }
        Media::Url(url) => {
            json.key("type").text("url");
            json.key("url").text(url.as_str());
        }
        Media::Text(text) => {
            json.key("type").text("text");
            json.key("media_type").text("text/plain");
            json.key("data").text(text.as_str());
        }
    });
}

/// A call's arguments as the object they must be. Models write broken JSON at times and clients send it back; it is kept
/// readable under one key, because refusing it would end the conversation for good.
pub(super) fn write_input(json: &mut Json, arguments: &Content) {
    let text = arguments.as_str();
    match object(text) {
        Some(object) => json.key("input").raw(object),
        None if text.trim().is_empty() => json.key("input").object(|_| {}),
        None => json.key("input").object(|json| json.key("invalid_json").text(text)),
    }
}

/// Anthropic takes letters, digits, `_` and `-` in the id of a call; others (Kimi's `functions.f:0`) become `_`.
pub(super) fn call_id(id: &Content) -> String {
    let ok = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    id.as_str().chars().map(|c| if ok(c) { c } else { '_' }).collect()
}
