package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"facetill/flow"
	"facetill/flow/field"
	"facetill/flow/reconcile"
)

// Say is a person's word about a finding.
type Say struct {
	ID     string    // the finding's name
	Day    time.Time // zero, or the day that the finding has to be of
	By     string
	Reason string
	PIN    string
}

// UnprovenError: WeChat's signed answer does not say what the bill says, or there is
// none. Nothing was entered.
type UnprovenError struct {
	OutTradeNo flow.OutTradeNo
	Said       string
}

func (e *UnprovenError) Error() string {
	return fmt.Sprintf("nothing is entered of %s: WeChat's own answer is %q, and a bill proves nothing", e.OutTradeNo, e.Said)
}

// WantsPIN reports whether a manager has to give a word about a finding: it is about
// money, and one is set.
func (d *Desk) WantsPIN(i Item) bool {
	switch i.Class {
	case reconcile.Unreadable, reconcile.Twice, reconcile.Summary:
		return false
	}
	return d.ports.App.HasPIN()
}

// open is a finding about which a word may be said, and who says it: without a name who
// is signed in.
func (d *Desk) open(ctx context.Context, s Say) (i Item, w Word, err error) {
	if w.By, err = d.ports.App.Who(ctx, s.By); err != nil {
		return i, w, err
	}
	if err = flow.CheckWord(w.By, s.Reason); err != nil {
		return i, w, err
	}
	if i, err = d.Find(ctx, s.ID, days(s.Day)...); err != nil {
		return i, w, err
	}
	switch {
	case i.Word.As != "":
		return i, w, field.NewError("finding", fmt.Sprintf("%s was %s by %s", s.ID, i.Word.As, field.Quoted(i.Word.By)), "compare the day anew")
	case i.Class == reconcile.Open:
		return i, w, field.NewError("finding", fmt.Sprintf("%s has no end yet", s.ID), "facetill recover, and compare the day anew")
	}
	if d.WantsPIN(i) {
		who, err := d.ports.App.Approve(ctx, s.PIN)
		if err != nil {
			return i, w, err
		}
		w.ApprovedBy = who.Name
	}
	w.Reason, w.At = s.Reason, d.ports.Clock.Now().Wall
	return i, w, nil
}

// Accept takes a person's word that a finding is known and dealt with: it is not told
// again. A refund of a sale that the journal has is entered, as refundquery has it; what
// that does not have is an *UnprovenError.
func (d *Desk) Accept(ctx context.Context, s Say) (Item, error) {
	i, w, err := d.open(ctx, s)
	if err != nil {
		return i, err
	}
	if i.Class == reconcile.RefundTheirs {
		a, _, err := d.ports.Journal.Read(ctx, i.OutTradeNo)
		if err == nil {
			err = d.enter(ctx, &i, a)
		}
		if err != nil && !errors.Is(err, flow.ErrUnknown) {
			return i, err
		}
	}
	w.As = Accepted
	return d.said(ctx, i, w)
}

// enter enters the refunds of a sale as WeChat has them, that of a finding among them.
func (d *Desk) enter(ctx context.Context, i *Item, a flow.Attempt) error {
	now, err := d.ports.App.LookRefunds(ctx, a)
	if err != nil {
		return err
	}
	e, is := now.Refunds.Find(i.OutRefundNo)
	if !is || !e.IsClaimed() {
		return &UnprovenError{i.OutTradeNo, string(e.State)}
	}
	i.Refund, i.Now = string(e.State), reconcile.RefundAgrees
	return nil
}

// Import enters a charge of which the journal knows nothing, where WeChat's signed answer
// to a query by its number is SUCCESS, with our merchant and this amount (money rule
// 4b.11). It is unclaimed then, whoever imported it (5.2).
func (d *Desk) Import(ctx context.Context, s Say) (Item, flow.Attempt, error) {
	i, w, err := d.open(ctx, s)
	if err != nil {
		return i, flow.Attempt{}, err
	}
	if i.Class != reconcile.TheirsOnly || i.State != reconcile.RowSuccess {
		return i, flow.Attempt{}, field.NewError("finding", fmt.Sprintf("%s is no charge that the journal does not know", s.ID), "accept it, when it is dealt with")
	}
	a, err := d.enterCharge(ctx, i, w)
	if err != nil {
		return i, a, err
	}
	w.As = Imported
	i, err = d.said(ctx, i, w)
	return i, a, err
}

func (d *Desk) enterCharge(ctx context.Context, i Item, w Word) (flow.Attempt, error) {
	a := d.found(i, i.Theirs)
	switch had, _, err := d.ports.Journal.Read(ctx, a.OutTradeNo); {
	case err == nil:
		return had, field.NewError("number", fmt.Sprintf("%s is in this journal, and %s", a.OutTradeNo, had.State), "compare the day anew")
	case !errors.Is(err, flow.ErrUnknown):
		return a, err
	case a.TotalFee <= 0:
		return a, field.NewError("amount", "is none of ours", "")
	}
	ans := d.ports.Gateway.Query(ctx, a, flow.Try{Limit: askWithin, Backup: true})
	if ans.Kind != flow.AnswerPaid {
		return a, &UnprovenError{a.OutTradeNo, strings.TrimSpace(string(ans.Kind) + " " + ans.Code)}
	}
	c := ans.Charge
	first := flow.OrderOpened{Order: a.Order, By: w.By, ApprovedBy: w.ApprovedBy, Reason: w.Reason,
		Charge: flow.ChargeProven{TransactionID: c.TransactionID, TimeEnd: c.TimeEnd, CashFee: c.CashFee, SettlementFee: c.SettlementFee, Told: c.Told,
			Source: "query", Unclaimed: true, At: w.At}}
	a, err := d.ports.Journal.Open(context.WithoutCancel(ctx), first)
	if err != nil {
		return a, err
	}
	return a, d.ports.Journal.Release(context.WithoutCancel(ctx), a)
}

// found is the attempt that a charge of a bill would be, before anything is known of it.
func (d *Desk) found(i Item, fee flow.Fen) flow.Attempt {
	id := d.ports.ID
	o := flow.Order{OutTradeNo: i.OutTradeNo, Merchant: id.Merchant, Simulated: id.Simulated, TotalFee: fee, Method: flow.MethodCode, Family: flow.FamilyMicropay,
		StoreID: id.StoreID, DeviceID: id.DeviceID, Lane: field.Plain(i.Lane), OpenedAt: d.ports.Clock.Now().Wall, WeChat: id.WeChat, RefMinted: true,
		Sale: flow.SaleKey{MchID: id.Merchant.MchID, SubMchID: id.Merchant.SubMchID, StoreID: id.StoreID, DeviceID: id.DeviceID, Ref: string(i.OutTradeNo)}}
	if strings.HasPrefix(i.TradeType, "FACE") {
		o.Method = flow.MethodFace
	}
	if i.TradeType == "FACEPAY" {
		o.Family = flow.FamilyFacepay
	}
	return flow.Attempt{Order: o}
}

// Ask asks WeChat once more about a finding, and writes down what it says.
func (d *Desk) Ask(ctx context.Context, id string, of ...time.Time) (Item, error) {
	at, err := d.find(ctx, id, of...)
	if err != nil {
		return Item{}, err
	}
	item := at.item()
	switch try := "accept it: the refund is entered as WeChat has it"; {
	case item.Class == reconcile.Open:
		return *item, field.NewError("finding", id+" was not asked about: it has no end yet", "facetill recover, and compare the day anew")
	case !item.isAsked():
		if item.Class != reconcile.RefundTheirs {
			try = "fetch the bill anew"
		}
		return *item, field.NewError("finding", id+" was not asked about: it is nothing that WeChat could tell more of", try)
	case d.askOne(ctx, item):
	case item.NotAsked == OtherWeChat:
		return *item, field.NewError("finding", id+" was not asked about: its sale was charged at another WeChat than this till's", "the same with the configuration that it was charged with")
	default:
		return *item, &UnprovenError{item.OutTradeNo, "lost"}
	}
	_, err = d.note(ctx, at.r)
	d.remember(ctx)
	return *item, err
}

// said writes a word down.
func (d *Desk) said(ctx context.Context, i Item, w Word) (Item, error) {
	var e record
	e.Bill.Day, e.Bill.Key, e.Bill.Word = i.Day, i.Key(), &w
	if err := d.write(ctx, Said, w.By, w.At, e); err != nil {
		return i, err
	}
	i.Word = w
	d.remember(ctx)
	return i, nil
}
