// Package input tells a cashier's keys from a scanner's: what is charged is what a
// person typed (money rules, section 0).
//
// Three machines, pure in (key, time): nothing here reads a clock, a terminal or
// another room of the house. Read amount.go for what an amount keeps, scanner.go for
// how a scan is known, chain.go for what is taken out with it, kind.go for what it was,
// hold.go for codes that wait, guard.go for keys that were not meant for this page.
//
//   - Amount keeps every character that is typed. Fen names the fault.
//   - Scanner is asked about each character, Enter and tab, with what there is before
//     it. It returns Take, Drop or Undo; with Undo the caller goes back to what was
//     Before. Silence is to be asked while time passes.
//   - Guard is asked about each key: those that came too early are lost all or none, a
//     key that decides acts where it stayed alone, Twice is its second press.
//
// What the rules leave open, decided here:
//
//   - 2026-11-28. A run ends with a gap of more than 150 ms. Runs less than 600 ms apart
//     are a chain, and a scan that is no whole code takes the whole chain with it, not the
//     run before it alone: of "12", typed slowly, half an amount would be left.
//   - 2026-11-28. A chain of more than ten characters without a plus, at most a third of its
//     gaps over 150 ms, is a scan with gaps: no amount is so long.
//   - 2026-11-28. Where words are typed (Texts) more than ten quick characters are a quick
//     typist's; eighteen digits of a payment code are taken out all the same, because a
//     text may be written down. (2026-11-29) So are fourteen digits in a row: a person's
//     Backspace between two of a code's had left sixteen of them as a reason in the journal.
//   - 2026-11-28. A code that was read twice, with or without a gap, is that code; two
//     different ones are none.
//   - 2026-11-28. Where it is not certain that all characters of a whole code are one
//     scanner's, it waits for 500 ms: its gaps are uneven (one below 0.7 of the middle
//     one, or one over 60 ms and three times that), or a person's key came right before
//     it. Whatever follows then but the same label once more makes it Mixed: code and
//     amount are both left out, and said. A scanner that keeps time is charged at its Enter.
//   - 2026-11-28. So does a code of which a character waited behind a stall: a person's
//     keys may have waited with it.
//   - 2026-11-28. A scan that is no code is a scanner's alone where it took nothing else
//     out, its gaps are even (none below 0.6 of the middle one), and it has its prefix or suffix or is
//     nothing that is typed for an amount: longer, or with two characters that none has.
//     Characters of one read have no gap, so that a label in reads of two is not even: a
//     key may be among them, and to be asked once more costs less than a wrong amount.
//   - 2026-11-28. Keys that waited behind a stall until the silence after a scan was over
//     are taken out with it, and said: they are no rest of it.
//   - 2026-11-28. A code right behind what is left of an AIM identifier, or a blank, with a
//     gap between them, is not read whole: the identifier is no part of an amount. Its last
//     character alone is a digit, so that one digit less than 600 ms before a code is none,
//     either: who typed it types it again.
//   - 2026-11-28. Enter behind a scan is its suffix for 150 ms; a later one within the
//     silence is taken out with it, too, but that is said.
//   - 2026-11-28. The Enter of a PIN is a person's word: nothing may follow it for 120
//     ms, as with letters that decide; before it 80 ms are enough, as behind an amount.
//   - 2026-11-28. Keys are lost until a pause of 450 ms, not 400: the slowest typist takes
//     400, and the clock that stamps keys is a few milliseconds wide.
//   - 2026-11-29. For the characters of an amount that pause is a second: who looks for
//     each key takes 600 ms, and of 900.02 that was begun too early 0.02 was charged. A
//     second for every key would have lost the second press of one that decides. The
//     counter's typists go to 650 ms; beyond the 700 ms of silence behind a scan nothing
//     tells the rest of an amount from a new one but the till: it warns of keys it lost.
//   - 2026-11-29. An amount whose last character came less than 700 ms before a code, not
//     500, may go on: who looks for each key was cut off in the midst of one. It waits.
//   - 2026-11-28. A key that waited behind a stall has two times: it was pressed at the
//     earliest when the stall began. Where a rule wants a long gap the earliest counts, where
//     it wants a short one the latest does. Several keys that waited are lost together.
//   - 2026-11-28. Characters of an amount and the digits of a payment code in one run,
//     without a prefix, are Joined: nothing is taken. Whether somebody typed while a code
//     was scanned or this is a longer label cannot be known: the words fit both. What looks
//     like another wallet's code is called that.
package input
