package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	outside "facetill/flow/field"
)

// plainly takes from a message what no page may show (money rule 6.5). The flow
// has filtered what it wrote down, and a journal may be older than that: here is
// the one way in from both.
func plainly(msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case updateMsg:
		msg.u = plainUpdate(msg.u)
		return msg
	case overMsg:
		msg.a = msg.a.Plain()
		return msg
	case listsMsg:
		msg.pending, msg.recent, msg.camera = plainList(msg.pending), plainList(msg.recent), flow.PlainCode(msg.camera)
		tries := make(map[flow.OutTradeNo]flow.Update, len(msg.tries))
		for no, u := range msg.tries {
			tries[no] = plainUpdate(u)
		}
		msg.tries = tries
		return msg
	case historyMsg:
		msg.list = plainList(msg.list)
		return msg
	case timelineMsg:
		events := make([]flow.Event, len(msg.events))
		for i, e := range msg.events {
			e.Fact = flow.PlainFact(e.Fact)
			events[i] = e
		}
		msg.events = events
		return msg
	case memberMsg:
		msg.member.Nickname = outside.Plain(msg.member.Nickname)
		return msg
	}
	return msg
}

func plainUpdate(u flow.Update) flow.Update {
	u.Attempt = u.Attempt.Plain()
	if u.Fact != nil {
		u.Fact = flow.PlainFact(u.Fact)
	}
	return u
}

// plainList returns a list of its own: the till's is not changed.
func plainList(all []flow.Attempt) []flow.Attempt {
	list := make([]flow.Attempt, len(all))
	for i, a := range all {
		list[i] = a.Plain()
	}
	return list
}

// plainOptions are the names that stand on every page.
func plainOptions(o Options) Options {
	for _, name := range []*string{&o.StoreName, &o.Lane, &o.Cashier, &o.Shop.Name, &o.Shop.Address, &o.Shop.Lane} {
		*name = outside.Plain(*name)
	}
	return o
}
