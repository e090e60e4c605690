package sim

import (
	"testing"

	"facetill/wx/sim/book"
	"facetill/wx/wire"
)

// TestBookSpeaksTheWire: the book writes its states out by itself.
func TestBookSpeaksTheWire(t *testing.T) {
	for _, pair := range [][2]string{
		{string(book.Success), wire.TradeSuccess}, {string(book.Refunded), wire.TradeRefund}, {string(book.NotPay), wire.TradeNotPay}, {string(book.Closed), wire.TradeClosed},
		{string(book.Revoked), wire.TradeRevoked}, {string(book.UserPaying), wire.TradeUserPaying}, {string(book.PayError), wire.TradePayError}, {string(book.Accept), wire.TradeAccept},
		{book.RefundSuccess, wire.RefundSuccess}, {book.RefundProcessing, wire.RefundProcessing}, {book.RefundChange, wire.RefundChange},
		{book.Micropay, wire.Micropay.Name}, {book.Facepay, wire.Facepay.Name},
	} {
		if pair[0] != pair[1] {
			t.Errorf("the book says %s for %s", pair[0], pair[1])
		}
	}
}
