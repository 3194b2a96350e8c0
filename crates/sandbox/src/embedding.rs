//! Simulated embeddings: unit vectors that depend on the text alone, as floats or base64.

use crate::scene::Refusal;
use crate::tokens;
use base64::Engine;
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

/// Vectors longer than this are refused.
const MOST_DIMENSIONS: u64 = 4096;
/// Inputs a request may hold (OpenAI's limit).
const MOST_INPUTS: usize = 2048;

/// The answer to `/v1/embeddings` and the input tokens it bills.
///
/// # Errors
/// 400 for an input or `dimensions` OpenAI would refuse.
pub(crate) fn embed(
    body: &Value,
    model: &str,
    usage: bool,
    billed_input: Option<u64>,
) -> Result<(Value, u64), Refusal> {
    let input = &body["input"];
    // One text or one list of token ids is one input; a list of either is many.
    let inputs: Vec<&Value> = match input {
        Value::Array(items) if !items.is_empty() && !items.iter().all(Value::is_u64) => items.iter().collect(),
        Value::String(_) => vec![input],
        Value::Array(items) if !items.is_empty() => vec![input],
        _ => return Err(Refusal::BadRequest("input: give a text, a list of texts, or token ids".into())),
    };
    if inputs.len() > MOST_INPUTS {
        return Err(Refusal::BadRequest(format!("input: at most {MOST_INPUTS} inputs a request")));
    }
    let usual = if model.contains("large") { 3072 } else { 1536 };
    let dimensions = body["dimensions"].as_u64().unwrap_or(usual);
    if dimensions == 0 || dimensions > MOST_DIMENSIONS {
        return Err(Refusal::BadRequest(format!("dimensions: between 1 and {MOST_DIMENSIONS}")));
    }
    let as_base64 = body["encoding_format"] == "base64";
    let prompt = billed_input.unwrap_or_else(|| inputs.iter().map(|input| tokens::count(input)).sum::<u64>().max(1));
    let data: Vec<Value> = inputs
        .iter()
        .enumerate()
        .map(|(index, input)| {
            let vector = unit_vector(tokens::hash(0, input.to_string().as_bytes()), dimensions as usize);
            let embedding = if as_base64 {
                let bytes: Vec<u8> = vector.iter().flat_map(|number| number.to_le_bytes()).collect();
                json!(base64::engine::general_purpose::STANDARD.encode(bytes))
            } else {
                json!(vector)
            };
            json!({"object": "embedding", "index": index, "embedding": embedding})
        })
        .collect();
    let mut answer = json!({"object": "list", "data": data, "model": model});
    if usage {
        answer["usage"] = json!({"prompt_tokens": prompt, "total_tokens": prompt});
    }
    Ok((answer, prompt))
}

fn unit_vector(seed: u64, dimensions: usize) -> Vec<f32> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut vector: Vec<f32> = (0..dimensions).map(|_| random.random_range(-1.0f32..1.0)).collect();
    let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    vector.iter_mut().for_each(|number| *number /= length);
    vector
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_and_floats_are_the_same_unit_vector() {
        let ask = |format: &str| {
            let body = json!({"input": "hello", "dimensions": 8, "encoding_format": format});
            embed(&body, "text-embedding-3-small", true, None).unwrap().0["data"][0]["embedding"].clone()
        };
        let floats: Vec<f32> = serde_json::from_value(ask("float")).unwrap();
        let encoded = ask("base64");
        let bytes = base64::engine::general_purpose::STANDARD.decode(encoded.as_str().unwrap()).unwrap();
        let decoded: Vec<f32> =
            bytes.chunks_exact(4).map(|four| f32::from_le_bytes(four.try_into().unwrap())).collect();
        assert_eq!(floats, decoded);
        assert!((floats.iter().map(|number| number * number).sum::<f32>() - 1.0).abs() < 1e-5);
    }

    #[test]
    fn every_form_of_input_is_counted_as_one_or_many() {
        let count = |input: Value| {
            embed(&json!({"input": input}), "m", true, None).map(|(answer, _)| answer["data"].as_array().unwrap().len())
        };
        assert_eq!(count(json!("a")), Ok(1));
        assert_eq!(count(json!(["a", "b"])), Ok(2));
        assert_eq!(count(json!([1, 2, 3])), Ok(1));
        assert_eq!(count(json!([[1, 2], [3]])), Ok(2));
        assert!(count(json!([])).is_err());
    }
}
