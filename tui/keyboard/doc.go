// Package keyboard is what is between a terminal and a page: it finds out what each key
// is, a person's or a scanner's, and what it was meant for.
//
// Read reader.go for how keys are stamped with the time of their arrival, strokes.go for
// how they are split, typing.go (keyboard.go) for what becomes of one, with the machines
// of tui/input; press.go for keys that decide, scans.go for what a scan does, stands.go
// for what is put back behind one, doubts.go for where keys were lost. What a key of a
// page does is the page's own table, and the root model's (tui/keymap.go).
//
//   - 2026-11-28. A held key, a double Enter and a key that was on its way when the page
//     changed by itself do nothing, and what was lost is said. No key is dropped in
//     silence: what is not taken is said, once for keys that are lost together, and a
//     notice about something else is none of them.
//   - 2026-11-28. Two characters less than 40 ms apart are not one person's, nor are a
//     character and a Backspace less than 80 ms behind it. They stand as typed, and Enter
//     says what stands before it begins a sale with it.
//   - 2026-11-28. Whatever is taken out may hold keys of a person, and the first code
//     behind it only says what stands, unless the scanner was alone (input.Scan). So it is
//     where keys were lost, also while the camera waits and a code would take over. A sale
//     that has begun ends all such doubts: somebody meant its amount.
//   - 2026-11-29. A doubt lasts for ten seconds behind the last key that was taken out, and
//     passes on to what is typed behind what was left. To replace that by the next digit, as
//     a kept amount, would have lost what somebody goes on with.
//   - 2026-11-28. A letter acts 120 ms after it was pressed, if it stayed alone. One that
//     is a person's word, and the last Enter of one, wants a second press.
//   - 2026-11-28. While keys come a pulse looks at the time each 20 ms. One that is 40 ms
//     late is how a stall is seen: keys that waited behind it are lost together, and a
//     press that waits is none.
//   - 2026-11-28. Two presses are compared by when they came, and any key beside a question
//     forgets its first press, also one that is entered or takes away. One that came too
//     soon is said with the question.
//   - 2026-11-28. Ctrl+C in the second for which PAID has to stand was meant for the sale
//     before: it is not taken, like all keys then, and that is said.
//   - 2026-11-28. On the list of lessons, which moves no money, a digit and Enter are one
//     choice where nothing was typed for 450 ms before them and they are 80 ms apart.
//   - 2026-11-29. Keys have a room of their own. What lost: the root model with all of it,
//     which had to be read whole to know what a page may be sent.
package keyboard
