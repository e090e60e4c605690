package charge

// Terms are what a pay request says beside what every one says. The goods are the sale's,
// the rest is the shop's; a journal keeps them with the order, because they decide what
// may pay it, what it can be settled as, and who may ask for an invoice.
type Terms struct {
	Detail        string `json:",omitzero"` // the goods, JSON; "" is none
	LimitPay      string `json:",omitzero"` // "no_credit": no credit card may pay it
	Receipt       string `json:",omitzero"` // "Y": the customer may ask for an invoice
	ProfitSharing string `json:",omitzero"` // "Y": what comes in waits to be shared
}
