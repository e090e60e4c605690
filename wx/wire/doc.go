// Package wire is the language of WeChat Pay v2: flat XML messages, their
// signatures, the field tables of each API and the names of the codes.
//
// What is here: [Message] with [Message.Append] and [Decode] (codec.go,
// scan.go), [Key] with Sign and Verify (key.go, sign.go), the field tables as
// data ([APIs], tables.go; their types in api.go) and [API.Check] (check.go), and every
// code an answer may carry (codes.go).
//
// What is not here: connections, hosts, retries, and what a code means for the
// money. Those belong to package wx, which reads this package's messages.
//
// Read message.go first, then sign.go.
//
// # Decisions
//
//   - 2026-11-28: a message is a slice of fields. A map lost: the document's sequence is
//     kept, unknown fields survive (they take part in the signature), and a message
//     of twenty fields costs one allocation.
//   - 2026-11-28: the decoder is a scanner of its own. It accepts the one shape WeChat
//     sends, a root "xml" with text children, and refuses everything else by name;
//     there is no DTD, no external entity and no nesting to be abused. encoding/xml
//     lost: it accepts more, and costs several times as much.
//   - 2026-11-28: errors name fields and positions. To quote the value lost: it may be
//     a payer's credential.
//   - 2026-11-30: closeorder is here as a request and without a code for its answer: an
//     order that was charged by a code cannot be closed, only reversed, and what the v2
//     call answers (TRADE_STATE_ERROR?) is confirmed by no document. A name for a guess
//     lost: somebody would decide by it. Nothing that decides calls it; who walks through
//     the documents by hand does.
//   - 2026-11-28: "String(32)" in WeChat's tables does not say of what. Lengths are
//     taken in bytes of UTF-8. Characters lost: they are the looser reading.
package wire
