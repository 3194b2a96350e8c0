//! Blocks one after the other. OpenAI may send pieces of several tool calls in turn; Anthropic's blocks are opened,
//! filled and closed one at a time. A block that comes while another is open waits until that one is known to be
//! complete: a text when something else begins, a call when its arguments are one whole JSON object, at the latest when
//! the model has stopped.

use domain::Content;
use std::collections::VecDeque;

/// What a block is.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Kind {
    Text,
    Thinking,
    Redacted(Content),
    Tool { call: usize, id: Content, name: Content },
}

/// What to put on the wire.
#[derive(PartialEq, Debug)]
pub(super) enum Step {
    Open(u64, Kind),
    Fill(u64, Content),
    Sign(u64, Content),
    Close(u64),
}

/// Puts blocks in sequence.
#[derive(Default)]
pub(super) struct Sequence {
    next_index: u64,
    open: Option<Block>,
    waiting: VecDeque<Block>,
}

struct Block {
    index: u64,
    kind: Kind,
    /// Fragments that came while the block waited.
    kept: Vec<Content>,
    signature: Option<Content>,
    whole: WholeObject,
}

impl Block {
    fn complete(&self) -> bool {
        match self.kind {
            Kind::Tool { .. } => self.whole.done,
            Kind::Text | Kind::Thinking | Kind::Redacted(_) => true,
        }
    }
}

impl Sequence {
    /// More of a text or a thought: of the newest block if it is one, else of a new one.
    pub(super) fn words(&mut self, kind: Kind, fragment: Content, steps: &mut Vec<Step>) {
        if self.newest().is_none_or(|block| block.kind != kind) {
            self.start(kind, steps);
        }
        self.fill_newest(fragment, steps);
    }

    /// A block that is complete at once.
    pub(super) fn whole(&mut self, kind: Kind, steps: &mut Vec<Step>) {
        self.start(kind, steps);
    }

    /// The signature over the thought before it.
    pub(super) fn sign(&mut self, signature: Content, steps: &mut Vec<Step>) {
        if self.newest().is_none_or(|block| block.kind != Kind::Thinking) {
            self.start(Kind::Thinking, steps);
        }
        match (self.waiting.back_mut(), &self.open) {
            (Some(block), _) => block.signature = Some(signature),
            (None, Some(open)) => steps.push(Step::Sign(open.index, signature)),
            (None, None) => {}
        }
    }

    /// More arguments of a call, wherever its block is. Fragments of a call that has ended are the provider's mistake.
    pub(super) fn arguments(&mut self, call: usize, fragment: Content, steps: &mut Vec<Step>) {
        let is_it = |block: &Block| matches!(block.kind, Kind::Tool { call: known, .. } if known == call);
        if let Some(open) = self.open.as_mut().filter(|open| is_it(open)) {
            open.whole.take(fragment.as_str());
            steps.push(Step::Fill(open.index, fragment));
            self.advance(steps);
        } else if let Some(block) = self.waiting.iter_mut().find(|block| is_it(block)) {
            block.whole.take(fragment.as_str());
            block.kept.push(fragment);
        }
    }

    /// A block begins: at once if the open one is complete, else after it.
    pub(super) fn start(&mut self, kind: Kind, steps: &mut Vec<Step>) {
        let block =
            Block { index: self.next_index, kind, kept: Vec::new(), signature: None, whole: WholeObject::default() };
        self.next_index += 1;
        self.waiting.push_back(block);
        self.advance(steps);
    }

    /// The model has stopped: whatever waits is put out, and the last block closed.
    pub(super) fn finish(&mut self, steps: &mut Vec<Step>) {
        while let Some(block) = self.open.take() {
            steps.push(Step::Close(block.index));
            self.open_next(steps);
        }
    }

    fn newest(&self) -> Option<&Block> {
        self.waiting.back().or(self.open.as_ref())
    }

    fn fill_newest(&mut self, fragment: Content, steps: &mut Vec<Step>) {
        match (self.waiting.back_mut(), &self.open) {
            (Some(block), _) => block.kept.push(fragment),
            (None, Some(open)) => steps.push(Step::Fill(open.index, fragment)),
            (None, None) => {}
        }
    }

    /// Goes on to the next block as long as one waits and the open one is complete.
    fn advance(&mut self, steps: &mut Vec<Step>) {
        while !self.waiting.is_empty() && self.open.as_ref().is_none_or(Block::complete) {
            if let Some(open) = self.open.take() {
                steps.push(Step::Close(open.index));
            }
            self.open_next(steps);
        }
    }

    fn open_next(&mut self, steps: &mut Vec<Step>) {
        let Some(mut block) = self.waiting.pop_front() else { return };
        steps.push(Step::Open(block.index, block.kind.clone()));
        steps.extend(block.kept.drain(..).map(|fragment| Step::Fill(block.index, fragment)));
        steps.extend(block.signature.take().map(|signature| Step::Sign(block.index, signature)));
        self.open = Some(block);
    }
}

/// Whether fragments of JSON have come to a whole object.
#[derive(Default)]
struct WholeObject {
    depth: u32,
    in_string: bool,
    escaped: bool,
    done: bool,
}

impl WholeObject {
    fn take(&mut self, fragment: &str) {
        for byte in fragment.bytes() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.done |= self.depth == 0;
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool(call: usize) -> Kind {
        Kind::Tool { call, id: format!("c{call}").into(), name: "f".into() }
    }

    #[test]
    fn interleaved_calls_come_out_one_after_the_other() {
        let (mut sequence, mut steps) = (Sequence::default(), Vec::new());
        sequence.words(Kind::Text, "hi".into(), &mut steps);
        sequence.start(tool(0), &mut steps);
        sequence.arguments(0, r#"{"a":"}"#.into(), &mut steps);
        sequence.start(tool(1), &mut steps);
        sequence.arguments(1, r#"{"b":"#.into(), &mut steps);
        sequence.arguments(0, r#"\"{"}"#.into(), &mut steps);
        sequence.arguments(1, "1}".into(), &mut steps);
        sequence.words(Kind::Text, "bye".into(), &mut steps);
        sequence.finish(&mut steps);
        let expected = vec![
            Step::Open(0, Kind::Text),
            Step::Fill(0, "hi".into()),
            Step::Close(0),
            Step::Open(1, tool(0)),
            Step::Fill(1, r#"{"a":"}"#.into()),
            Step::Fill(1, r#"\"{"}"#.into()),
            Step::Close(1),
            Step::Open(2, tool(1)),
            Step::Fill(2, r#"{"b":"#.into()),
            Step::Fill(2, "1}".into()),
            Step::Close(2),
            Step::Open(3, Kind::Text),
            Step::Fill(3, "bye".into()),
            Step::Close(3),
        ];
        assert_eq!(steps, expected);
    }

    #[test]
    fn a_call_that_never_becomes_whole_does_not_swallow_the_next() {
        let (mut sequence, mut steps) = (Sequence::default(), Vec::new());
        sequence.start(tool(0), &mut steps);
        sequence.start(tool(1), &mut steps);
        sequence.arguments(1, "{}".into(), &mut steps);
        assert_eq!(steps, vec![Step::Open(0, tool(0))]);
        sequence.finish(&mut steps);
        let rest = vec![Step::Close(0), Step::Open(1, tool(1)), Step::Fill(1, "{}".into()), Step::Close(1)];
        assert_eq!(steps[1..], rest);
    }
}
