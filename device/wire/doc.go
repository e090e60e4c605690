// Package wire is the language of WeChat's face terminal: one JSON object in,
// one JSON object out, as the Windows library WxpayFaceSDK documents it and
// as the Android companion repeats it with the same field names.
//
// What is here: the request of each command with its field rules (request.go,
// parameter.go, init.go, capture.go, member.go), which SDK version of which
// dialect knows a field (gate.go), lenient reading of answers (fields.go,
// answer.go, outside.go), the vendor's codes (codes.go), limits (limits.go), and
// the one error type for a call without an answer (callerror.go).
//
// What is not here: anything that moves bytes.
//
// Read request.go first.
//
// # Decisions
//
//   - 2026-11-28: values of a request are JSON strings, amounts too; only now,
//     proxy_type and camera_rotation are numbers. Numbers for amounts lost: the
//     manual has strings. Empty fields are left out, because an empty telephone
//     keeps the face screen from opening.
//   - 2026-11-28: writing is strict, reading is lenient: unknown fields, doubled
//     fields (the last one counts) and numbers that come as strings are all
//     accepted. A strict reader lost: terminals differ, and what an answer claims
//     is judged later, by package device.
//   - 2026-11-28: reading is tolerant of what surrounds the JSON and of a code page
//     inside its texts (outside.go): a byte order mark, NULs that were counted, GBK
//     whose second byte is a backslash. The other fields are read as they stand. To
//     decode such a text lost: nobody can tell whose code page it is, so it is
//     marked. Requests are read strictly.
//   - 2026-11-28: a return_code that neither documents nor field know is ODD_CODE,
//     and its own word stands in quotes before the message: a terminal that answers
//     PAID must not be heard as us. Decoding by form alone lost for that reason.
//   - 2026-11-28: texts are plain (flow/field). A nickname is masked only where it
//     repeats a credential of its answer. To mask by its look lost: that is true of
//     many a name.
//   - 2026-11-28: return_msg is free text and is never compared. A table of its
//     wordings lost: they are documented nowhere.
//   - 2026-11-28: payer credentials travel as secrets (flow/secret), and no error of
//     this package carries the value of a secret field. Strings that are masked
//     where they are printed lost: one place is always forgotten.
//   - 2026-11-28: JSON is read by the standard library. A scanner of our own lost:
//     it made a simulated sale 8 % cheaper and was 120 lines to prove.
package wire
