// Package cli is the command line: cobra commands, printers and exit codes.
//
// What is here: the way in and the one way out (cli.go, root.go, exit.go), the shape
// of a command (run.go), a file per command (till.go, pay.go, status.go, ...), the
// till that a command has (open.go), who hears of the walk (tracing.go), and the last line of every call (lastline.go).
//
// What is not here: any decision about money (flow), what a screen does as well
// (flow/till), any screen (tui), what makes the adapters (cmd/cli/wiring), the checks
// of doctor (cmd/cli/doctor), the lines about sales (cmd/cli/print), calls of WeChat's by hand (cmd/cli/wxcall), wrong flags and
// arguments (cmd/cli/flags), whether anybody
// read them (cmd/cli/streams), the two lists that callers know (cmd/cli/codes), the
// socket of the customer's display (cmd/cli/display).
//
// Read cli.go first, then run.go and status.go, wiring/till.go, pay.go and paying.go.
//
// Decisions:
//
//   - 2026-11-28: what a newcomer does not need in the first five minutes is a page of
//     `facetill help` (pages/), which a till without a network has, too. A README with
//     all of it lost: nobody read it to its end.
//   - One function turns an error into an exit code, by a table of the kinds that
//     errors carry and of where they came from (exit.go, 2026-11-28). The
//     alternative, a function a phase that knows its own errors, had become ten
//     functions that all had to know each other. What no row knows came from cobra
//     and is wrong usage, 64. So 1 and 2 are left to the operating system and the
//     Go runtime (money rule 7.1).
//   - The screen is linked into every command, so Bubble Tea's init runs in all
//     of them; tui/theme/background keeps it from asking the terminal.
//   - A stop by signal ends the context of a sale and nothing else (money rule
//     5.8). A second signal does not wait for the face screen.
//   - pay records `told` after the result line: whoever reads the line and sees
//     the process die before its exit code has a sale that is found again as
//     unclaimed.
//   - SIGPIPE is caught and ignored: a reader that went away does not stop a sale.
//     A pay whose fact lines or result line were not all taken (streams/heard.go) has
//     told nobody: 8, and no `told`. What the other commands end with then is in
//     unheard.go.
//   - A stdout that breaks stops no server: device serve and sim go on and keep
//     their exit code, because what they are started for is not what they print, and
//     a service manager would take 69 for a server that failed.
//   - run() ends what a command has not ended itself, so that every call with -o
//     json has one result line, the last (lastline.go), and text that is for people
//     becomes a line of type text. Only a kill, a panic, and device host, which
//     speaks a protocol of its own, have none.
//   - A fact has the journal's number, which is the attempt's version. What the
//     journal does not keep has no number.
//   - CSV does not end with a count: to its readers every row is a sale. The count
//     is on stderr, and an export that was cut off ends with 69.
//   - The openid is in pay's result line alone, of the call that heard it, and
//     only with -o json: records have its fingerprint, openid_tag. member -o json
//     and the single device commands print it, too, with what else the terminal
//     says, because that is what they are called for.
//   - config check makes the adapters and asks them, without opening a journal,
//     calling a device or the network.
//   - A receipt that the command prints is a reprint unless --original says
//     otherwise: which print was the customer's first is known to the caller.
//   - A screen is refused (64) on a terminal without a cursor (TERM=dumb or none),
//     and Chinese on one without UTF-8 (terminal.go). A command speaks English
//     there and says why; what is not ASCII becomes a question mark. A pipe has no
//     charset: it gets UTF-8. A Windows console is written to in UTF-16, so that
//     its code page does not matter.
//   - A refund that is stuck, or closed and told nobody, is 8 for status and recover and
//     9 for close, which gives the sum (2026-11-29). The alternative, 8 for close as
//     well, would keep a day open for as long as a card that is dead takes.
//   - What WeChat says otherwise than a person keeps no day open either (2026-11-30): the
//     record is made, and the code is 9. Nothing ends a word that WeChat contradicts, so
//     a shop could never close again. Of a day that cannot be closed it is told first.
//   - close prints the record and nothing beside it (2026-11-30): what is printed again is
//     equal to the byte. What somebody has to look at is on stderr.
//   - The word of --new NUMBER,... is about what was shown when a sale was stopped,
//     and the call that brings it is another process: the journal remembers the press
//     of each stopped sale for ten minutes, and the earliest of that amount counts for
//     a call that names sales (2026-11-29). What was told since stops it, also where
//     that was another customer's, so within ten minutes a customer beside an unclaimed
//     sale may be asked twice. The alternative, that a word which has gone past ends
//     what is remembered, asked once; a word that came again, or a colleague's for the
//     same customer, then went past what had been told, and the customer paid twice. A
//     bare --new names nothing and has its own press.
//   - A pay that reads its code from stdin has begun when it was called, not when
//     the code came: it opens the journal and notes its press first, so a sale of the
//     amount that was told meanwhile stops it (money rule 5.3). It costs a journal
//     that has nothing in it where the code is none, as a bad text always did. A
//     signal ends the waiting like any sale that has begun nothing.
//   - pay takes a code as an argument, because scripts exist that pass it so, and
//     says each time that every user of the machine can read it.
//   - What stands in a line for people or programs is plain (flow/field): records,
//     rows and facts filter what a journal of an older version has, JSON escapes
//     what hides, and the writers below drop the rest. Persons' and members' names
//     stand in quotes.
//   - Who reads nothing of stdout holds up a command about money for ten seconds,
//     also with more than a mebibyte before him, and is unheard then; a list waits
//     for its reader without end, as before a pager, where a signal ends it. stderr
//     is waited for as about money.
//   - What persons said is asked about by recover also where driving took all of
//     --for, for 15 s more: else a sale that never ends would hide a false word for
//     good. --watch ends with 9 when any of its rounds heard of one.
//   - cash_fee and settlement_fee are told beside total_fee, which stays what was
//     sold: a sum of total_fee is the same with coupons and without. coupon_fee is what
//     lacks, also where WeChat named the cash alone; what it wrote and cannot be is odd.
//   - refund stays with its refund until WeChat has said whether it takes it, also
//     where another process drives it (2026-11-29): a till is open beside most calls,
//     and to leave at once, as status does, was 8 for what was on its way a second later.
//   - The result line of refund has a struct of its own (2026-11-29): its state is that
//     of the refund. One with the sale's would have had two meanings of one word.
//   - reverse asks for a PIN where it becomes a refund alone, and has no --new
//     (2026-11-29): what stops it is given back by refund, which can name it.
//
// The tests of this package also keep the house in order: layering_test.go
// says who may import whom, tidy_test.go how the code has to look.
package cli
