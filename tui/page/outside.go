package page

import (
	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	outside "facetill/flow/field"
)

// Plainly takes from a message what no page may show (money rule 6.5). The flow
// has filtered what it wrote down, and a journal may be older than that: here is
// the one way in from both.
func Plainly(msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case UpdateMsg:
		msg.Update = plainUpdate(msg.Update)
		return msg
	case OverMsg:
		msg.Attempt = msg.Attempt.Plain()
		return msg
	case ListsMsg:
		msg.Pending, msg.Recent, msg.Camera = plainList(msg.Pending), plainList(msg.Recent), flow.PlainCode(msg.Camera)
		tries := make(map[flow.OutTradeNo]flow.Update, len(msg.Tries))
		for no, u := range msg.Tries {
			tries[no] = plainUpdate(u)
		}
		msg.Tries = tries
		return msg
	case HistoryMsg:
		msg.List = plainList(msg.List)
		return msg
	case TimelineMsg:
		events := make([]flow.Event, len(msg.Events))
		for i, e := range msg.Events {
			e.Fact = flow.PlainFact(e.Fact)
			events[i] = e
		}
		msg.Events = events
		return msg
	case MemberMsg:
		msg.Member.Nickname = outside.Plain(msg.Member.Nickname)
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

// plain are the names that stand on every page.
func plainOptions(o Options) Options {
	for _, name := range []*string{&o.StoreName, &o.Lane, &o.Cashier, &o.Shop.Name, &o.Shop.Address, &o.Shop.Lane} {
		*name = outside.Plain(*name)
	}
	return o
}
