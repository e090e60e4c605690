// Package page is what a page of the screen is, and what it gets: a Context, and never
// the model that holds it.
//
// Read page.go for the interface, context.go for what a page gets and may ask for,
// state.go for what is behind that and the root model's, stack.go for which page is in
// hand, till.go (options.go) for what is behind the screen,
// messages.go for what comes back, and what no page may show of them. inhand.go is
// the sale in hand, lists.go what is open, describe.go how an attempt reads in a row,
// notice.go what is said for a while. parts.go has parts of pages: a list, a text that is
// typed, a slip, a day that is turned; form.go is what is written down with a word. walk.go is
// what the till calls, beside a page; jobs.go is what a page waits for, staff.go who stands at the till and
// what lies over all pages
// until a PIN was given.
//
// The pages are in rooms by what a person does there: sale (amount, code, the running
// sale, its result, and what stops it), settle (what is open, unclaimed charges, words by
// hand), refund (money back by hand), history (a day's sales, the facts of one, its receipt),
// day (its close), office (help, lessons, settings, a member, rest, who stands at the till). Not here: keys and time, which are package
// tui's, rows and digits (tui/draw), words (tui/text).
//
//   - 2026-11-28. A page is a type with Update, View and Keys. What lost: one model with a
//     method for each page, where every page may touch all of it.
//   - 2026-11-28. The page of a sale is Base, one at a time; panels lie over it. What lost:
//     a field for each page, of which at most one was set.
//   - 2026-11-29. A page reads by methods and asks for changes; State, with all that is
//     written, is the root model's. What lost: one Context of fields that all may write.
//   - 2026-11-28. What keys have changed on a page is what the page tells by Changed, never
//     how it prints: a page may hold a PIN.
package page
