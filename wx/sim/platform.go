package sim

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"facetill/wx/sim/book"
)

// RefundAt pays a part of an order back as a person does at the merchant platform;
// fee 0 is all that is left. A mchID left out is the first merchant.
func (s *Server) RefundAt(mchID, outTradeNo string, fee int64) (r book.Refund, err error) {
	err = s.atPlatform(mchID, func(mchID string, now time.Time) error {
		o := s.book.Find(mchID, "", outTradeNo)
		if o == nil {
			return fmt.Errorf("there is no order %q; use an out_trade_no of the book", outTradeNo)
		}
		if fee == 0 {
			fee = o.TotalFee - o.RefundedFee(now)
		}
		if fee < 0 {
			return errors.New("fee is below 0; give fen, or leave it out for all that is left")
		}
		if bad := notRefundable(o, fee, now); bad.code != "" {
			return bad.refusal()
		}
		r = s.platformRefund(o, fee, now)
		if bad := s.giveBack(o, r, now); bad.code != "" {
			return bad.refusal()
		}
		return nil
	})
	return r, err
}

// EndRefund ends a refund as a person or a bank does: from PROCESSING in SUCCESS,
// CHANGE or REFUNDCLOSE, from CHANGE in SUCCESS.
func (s *Server) EndRefund(mchID, outRefundNo, status string) (r book.Refund, err error) {
	err = s.atPlatform(mchID, func(mchID string, now time.Time) error {
		o, i := s.book.Refund(mchID, "", outRefundNo)
		if o == nil {
			return fmt.Errorf("there is no refund %q; use an out_refund_no of the book", outRefundNo)
		}
		switch is := o.Refunds[i].Status(now); {
		case status != book.RefundSuccess && status != book.RefundChange && status != book.RefundClosed:
			return fmt.Errorf("status %q is no end; use SUCCESS, CHANGE or REFUNDCLOSE", status)
		case is != book.RefundProcessing && (is != book.RefundChange || status != book.RefundSuccess):
			return fmt.Errorf("refund %s is in %s and cannot end in %s", outRefundNo, is, status)
		}
		if r = o.Refunds[i]; status == book.RefundClosed && !r.Waits(now) {
			s.take(mchID, -r.CashFee(), r.Recharge) // it was taken, and did not go
		}
		o.EndRefund(i, status, now)
		s.book.Changed(o)
		r = o.Refunds[i]
		return nil
	})
	return r, err
}

// SetFunds says what a merchant has to give back from, as [Config] does for all of
// them, and lets go what waited for it, the oldest first. It returns what is left.
func (s *Server) SetFunds(mchID string, funds, unsettled *int64) (a book.Account, err error) {
	err = s.atPlatform(mchID, func(mchID string, now time.Time) error {
		if funds != nil && *funds < 0 || unsettled != nil && *unsettled < 0 {
			return errors.New("funds are below 0; give fen, or leave them out for no end")
		}
		a = book.Account{MchID: mchID, Funds: funds, Unsettled: unsettled}
		for _, o := range s.book.Waiting(mchID, now) {
			for i := range o.Refunds {
				if r := o.Refunds[i]; r.Waits(now) && a.Take(r.CashFee(), r.Recharge) {
					o.EndRefund(i, book.RefundSuccess, s.after(now, s.cfg.RefundAfter))
					s.book.Changed(o)
				}
			}
		}
		s.book.SetAccount(a)
		return nil
	})
	return a, err
}

// atPlatform does what a person does at the merchant platform, as one call.
func (s *Server) atPlatform(mchID string, do func(mchID string, now time.Time) error) error {
	mchID = cmp.Or(mchID, s.cfg.Merchants[0].MchID)
	if s.accounts[mchID] == nil {
		return fmt.Errorf("there is no merchant %q; leave mch_id out for the first", mchID)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.book.Begin(); err != nil {
		return err
	}
	return errors.Join(do(mchID, s.cfg.Now()), s.book.End())
}

// platformRefund is a refund that a person asked for.
func (s *Server) platformRefund(o *book.Order, fee int64, now time.Time) book.Refund {
	r := s.newRefund(o, "", fee, &orderAct(o).back, now)
	r.OutRefundNo, r.Platform = "platform-"+r.RefundID, true
	return r
}

// refusal is what a person reads of a refused refund.
func (a answer) refusal() error {
	return fmt.Errorf("%s: %s", a.code, cmp.Or(a.des, desc[a.code]))
}
