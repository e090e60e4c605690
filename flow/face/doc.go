// Package face is what a face terminal says of its customer beside the code, and what a
// shop may make of that. It is a leaf: the flow keeps a [Told] in each attempt, and asks it
// whether the face may be charged.
//
// What is here: all of it (told.go).
//
// What is not here: how a terminal is asked (device), and every credential: the code, the
// openid and face_sid, the ticket for an identity query, are in no Told, because a Told is
// written down.
//
// Read told.go.
//
// # Decisions
//
//   - 2026-11-30: where a shop sells to adults alone ([store] adults_only), a face is
//     charged when the terminal tells of an adult (underage_state 1), and else
//     not: a minor is UNDERAGE, an age that nobody told is AGE_UNKNOWN. The manual has 0
//     for "unknown or not permitted", so to charge what is not surely a minor's lost: the
//     switch would then do nothing at the shop whose permission was never opened, and
//     nobody would see it. Whoever is AGE_UNKNOWN shows a paper and pays by code: a code
//     says no age, and there the cashier looks.
//   - 2026-11-30: it is refused behind the code and before the intent: the age is told
//     with the code, and a code that is not used dies by itself. Nothing was submitted, so
//     the attempt is not_sent, and the exit 69.
package face
