// Package secret is what must not be printed: face_code, auth_code, authinfo,
// openid, API key, password, PIN. It imports nothing of ours, so every room may
// use it.
//
// # Decisions
//
//   - 2026-11-28: the text lies behind a function. fmt cannot call the methods of
//     a value in an unexported field of another struct, and walks into it instead;
//     so do %d of a text, reflect and every dumper. A function prints as an address
//     everywhere. A string with methods lost: %d showed it, and so did %+v of a
//     struct that had it in an unexported field.
//   - 2026-11-28: one form in print, the configuration's: eight stars, and nothing
//     where there is no secret (that it is absent is none). Three stars lost, which
//     the payer's and the terminal's had: no output of the program showed them.
//   - 2026-11-28: two Secrets cannot be compared with ==, because a function
//     cannot; whoever has to compares what Reveal returns. A pointer to the text
//     lost: it would compare, and be wrong.
//   - 2026-11-28: whoever has a secret of a kind of its own, such as wx/wire's
//     Key, keeps a Secret in an unexported field and prints by its Format. An
//     embedded one lost: it would hand out Reveal and UnmarshalTOML.
package secret
