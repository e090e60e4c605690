// Package shops plays worlds that are a shop: several customers of few amounts on one
// lane, tills and calls of `pay` with and without a reference beside each other,
// callers who do not hear, and whoever comes by with status, recover, close, sales or
// resolve. Any process may be killed anywhere, and persons decide wrong now and then.
//
// Each attempt belongs to the customer for whom it was opened. Whoever hears "paid"
// hands over the goods, and at that moment the charge has to be this customer's, of
// this amount, and held; whoever hears that nothing was charged finds no sale of that
// customer's in the journal. At rest each customer has paid once for what was handed
// over, and nobody else has paid. In some shops a person keeps copies of the journal:
// works on one beside it, puts a backup in its place, adopts one rightly or while the
// original still works (money rules 5.9 and 4b.12: what was begun is asked about, and sent
// by a person alone). Nothing moves money with a copy; an attempt of
// which the adopted journal knows less is that person's mistake, and none of another
// customer's. Where a person was mistaken (took one customer for
// two, gave back what was given), that customer's money and goods may differ, and
// nobody else's.
//
// Persons give money of told sales back, whole, in parts and equal parts on purpose, by
// one press or two at once, are killed, do not hear and press again. Of what was refused
// others give cash. What came back of a sale in both ways is never more than they meant,
// and each word they hear of it is so. What was told,
// and what goes back of it, stops no sale of its amount (stops.go).
//
// In some shops cashiers sign in and out, hand over what is open, leave a shift to a
// manager and mistype PINs, and one day passes into the next meanwhile. Whose all that is,
// and what shifts and days come to, package staff judges. In some the days are closed, by
// two at once and by force: what the records come to, and what
// WeChat's bills have, package books judges.
//
// The controls take the guard of money rule 5.3 away, and the compare-and-set: rules
// must be found broken then.
//
// In some shops WeChat does not take the certificate or the key for a while: no sale
// is opened that was asked for while a stop stood, WeChat's own answer alone lifts it,
// and then sales go on. The references of customers who have gone come again for
// others: who hears "paid" under one is who paid.
//
// Not here: what a world is made of (package world), and the turns of those who work in
// it (package turns); lanes that are suspended in the middle of a call (lanes).
//
// Decisions:
//
//   - 2026-11-29: a killed `pay` whose PAID was read whole is asked about with status
//     before anything is rung up again. The alternative, to press again, charges twice
//     by the rules: the charge was told before that press.
//
//   - 2026-11-29: who comes by is a function in a list, without a type of its own. A
//     kind of actor is one file, and knows the shop alone.
//
//   - 2026-11-29: whether a file is a copy is said to the world's journal (Copy, Lost)
//     and not found out: places and witnesses are files, and have the tests of package
//     sqlite. What the flow does with the refusals is played here.
//
//   - 2026-11-29: what is judged (customers) and what is worked (shop, and by whom:
//     caller, tillAt, visitor) are types of their own. One shop for all had forty
//     methods, and whoever added to the play could reach into the judgement.
//
//   - 2026-11-29: a reference comes again for the same amount only when ref_replay is
//     over. Before, it is the same call to any till, and the rules say so.
//
// Read shop.go first, then customer.go (what is judged), service.go (how a customer is
// served), caller.go and till.go (by whom), actors.go (who comes by), money_back.go,
// copies.go, adopted.go, people.go and closes.go; halts.go and references.go are stops, and
// references that come again.
package shops
