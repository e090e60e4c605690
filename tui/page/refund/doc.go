// Package refund has the pages where money of a sale is given back by hand (money rule
// 4b).
//
// Read card.go for one sale and its refunds, row.go for how they read, form.go for what a
// person fills in before money goes back, word.go for what ends a refund or sends it
// again, beside.go for a press that may mean a refund which is there already.
//
// Not here: what stops a press and what there is to give back, which the flow says; when a
// word counts as told, which is package tui's as for PAID; slips (tui/receipt).
//
//   - 2026-11-29. A press has the version of the sale that the card showed when the form
//     was opened, and the moment of the key that confirmed it, behind the PIN. What lost:
//     both of the moment at which the form was opened; who looks for the manager for two
//     minutes would press in vain.
//   - 2026-11-29. A press that failed goes back to the card, which reads the sale anew. To
//     stay on the form with a newer version lost: nobody would have seen what has changed.
//   - 2026-11-29. A notice never says how a refund stands; its row does, which is read again.
//     What lost: "being sent" for eight seconds beside a refund that was refused after two.
package refund
