//! Server-sent events (HTML standard, §9.2) of a run, read piece by piece.

use reqwest::Response;

use super::ClientError;
use crate::api::types::{Fact, RunEvent};

/// Largest event that is read, in bytes.
const MAX_EVENT_BYTES: usize = 1024 * 1024;

/// Something that happened to a run.
#[derive(Debug, Clone)]
pub enum RunNews {
    /// A fact.
    Fact(Box<Fact>),
    /// How it stands.
    Run(RunEvent),
}

/// The events of a run as they come.
#[derive(Debug)]
pub struct EventStream {
    response: Response,
    parser: Parser,
    url: String,
}

impl EventStream {
    pub(super) fn new(response: Response, url: String) -> Self {
        Self {
            response,
            parser: Parser::default(),
            url,
        }
    }

    /// The next event; `None` when the service has ended the stream.
    ///
    /// # Errors
    /// The connection broke off, or what came is no event of a run.
    pub async fn next(&mut self) -> Result<Option<RunNews>, ClientError> {
        loop {
            if let Some((name, data)) = self.parser.next() {
                let strange = |error: serde_json::Error| self.strange(error.to_string());
                match name.as_str() {
                    "fact" => {
                        return serde_json::from_str(&data)
                            .map(|fact| Some(RunNews::Fact(fact)))
                            .map_err(strange);
                    }
                    "run" => {
                        return serde_json::from_str(&data)
                            .map(|run| Some(RunNews::Run(run)))
                            .map_err(strange);
                    }
                    // A newer service may tell more.
                    _ => continue,
                }
            }
            let chunk = self
                .response
                .chunk()
                .await
                .map_err(|error| ClientError::unreachable(&self.url, error))?;
            match chunk {
                Some(chunk) if self.parser.push(&chunk) => {}
                Some(_) => return Err(self.strange(format!("an event is larger than {MAX_EVENT_BYTES} bytes"))),
                None => return Ok(None),
            }
        }
    }

    fn strange(&self, reason: String) -> ClientError {
        ClientError::Strange {
            url: self.url.clone(),
            reason,
        }
    }
}

/// Splits bytes into events. Lines end with LF or CRLF, as our service and proxies write them.
#[derive(Debug, Default)]
struct Parser {
    buffer: Vec<u8>,
}

impl Parser {
    /// Takes more bytes; false where one event grows too large.
    fn push(&mut self, bytes: &[u8]) -> bool {
        self.buffer.extend(bytes.iter().filter(|byte| **byte != b'\r'));
        self.buffer.len() <= MAX_EVENT_BYTES
    }

    /// Name and data of the next whole event that has data.
    fn next(&mut self) -> Option<(String, String)> {
        loop {
            let end = self.buffer.windows(2).position(|pair| pair == b"\n\n")?;
            let event: Vec<u8> = self.buffer.drain(..end + 2).collect();
            let text = String::from_utf8_lossy(&event);
            let mut name = "message".to_owned();
            let mut data: Option<String> = None;
            for line in text.lines() {
                let (field, value) = line.split_once(':').unwrap_or((line, ""));
                let value = value.strip_prefix(' ').unwrap_or(value);
                match field {
                    "event" => value.clone_into(&mut name),
                    "data" => match &mut data {
                        Some(data) => {
                            data.push('\n');
                            data.push_str(value);
                        }
                        None => data = Some(value.to_owned()),
                    },
                    _ => {}
                }
            }
            if let Some(data) = data {
                return Some((name, data));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_cut_anywhere_are_put_together_and_comments_dropped() {
        let text =
            ": hello\n\nevent: fact\r\nid: 7\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\ndata:plain\n\nevent: run\ndata: x";
        let mut parser = Parser::default();
        let mut seen = Vec::new();
        for byte in text.as_bytes() {
            assert!(parser.push(&[*byte]));
            seen.extend(parser.next());
        }
        assert_eq!(
            seen,
            [
                ("fact".to_owned(), "{\"a\":\n1}".to_owned()),
                ("message".to_owned(), "plain".to_owned())
            ]
        );
    }

    #[test]
    fn an_endless_event_is_refused() {
        let mut parser = Parser::default();
        assert!(!parser.push(&vec![b'x'; MAX_EVENT_BYTES + 1]));
    }
}
