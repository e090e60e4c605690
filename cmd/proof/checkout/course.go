package checkout

import (
	"maps"
	"slices"
	"time"

	"facetill/cmd/proof/world"
	"facetill/flow"
	"facetill/tui"
	"facetill/tui/text"
)

// unwound is the panic of a call that stands when its till is gone.
type unwound struct{}

// course is that of a world whose time is the screen's while one is up: a call of the
// till stands still in a coroutine of the screen's, which goes on.
type course struct {
	world.Alone
	s    *checkout
	v    *tui.Virtual // nil while no screen is up
	gone bool         // it is being closed

	dozing map[int]func() // lets go on who may be woken
	dozers int

	noResult time.Time // when the last page that was no result gave way
}

// opens puts up a screen. Its time is this machine's.
func (c *course) opens(o tui.Options) {
	w := c.W
	c.dozing = map[int]func(){}
	wall, began := w.Now().Wall, w.Elapsed()
	c.v = tui.NewVirtual(o, wall)
	c.noResult = wall
	c.v.Follow(func(now time.Time) {
		if c.v.Page() != "result" { // until now
			c.noResult = now
		}
		w.Advance(max(w.Elapsed(), began+now.Sub(wall)))
	})
}

// closes ends a screen, with all that stands behind it.
func (c *course) closes() {
	for c.gone = true; !c.closed(); {
	}
	c.v, c.gone = nil, false
}

// closed reports whether nothing stands any more.
func (c *course) closed() (all bool) {
	defer func() {
		switch r := recover().(type) {
		case nil, unwound:
		default:
			panic(r)
		}
	}()
	c.v.Close()
	return true
}

// Pass lets a call of the till stand still while the screen goes on.
func (c *course) Pass(end time.Duration) {
	if c.v == nil {
		c.W.Advance(end)
		return
	}
	c.stands()
	for c.W.Elapsed() < end {
		c.v.Sleep(end - c.W.Elapsed())
		c.stands()
	}
}

// stands ends a call whose till is gone.
func (c *course) stands() {
	if c.gone {
		panic(unwound{})
	}
}

// Doze is Pass until somebody wakes the till.
func (c *course) Doze(end time.Duration) {
	if c.v == nil {
		c.W.Advance(end)
		return
	}
	c.stands()
	if end <= c.W.Elapsed() {
		c.W.Advance(c.W.Elapsed())
		return
	}
	c.dozers++
	me := c.dozers
	c.v.WaitAtMost(end-c.W.Elapsed(), func(letGo func()) { c.dozing[me] = letGo })
	delete(c.dozing, me)
	c.stands()
}

// stood judges that PAID has stood there for a second, alone and of this number, when the
// till is first told that it was shown (money rule 5.3). Later it is a write that failed,
// and the page may be another.
func (c *course) stood(no flow.OutTradeNo) {
	w, v, s := c.W, c.v, c.s
	w.Stats.Checks++
	stood := v.Now().Sub(c.noResult)
	if word, digits := looks(v.View()); !s.telling[no] && (v.Page() != "result" || word != text.English.Paid || digits != no.LastDigits(6) || stood < time.Second) {
		w.Broken("5.3", "the till is told that PAID of %s was shown; for %s the screen says %s of ..%s:\n%s", no, stood, word, digits, v.View())
	}
	s.telling[no] = true
}

// wakes lets everybody look who waits for something: a key, or what a sale left behind.
func (c *course) wakes() {
	for _, me := range slices.Sorted(maps.Keys(c.dozing)) {
		c.dozing[me]()
	}
	clear(c.dozing)
}

// Suspend is the machine asleep: the screen stands still with all that is behind it.
func (c *course) Suspend(end time.Duration) {
	if c.v == nil {
		c.W.Advance(end)
		return
	}
	c.stands()
	c.v.Stall(end - c.W.Elapsed())
}

// Ports has the device told in turn, and each attempt noted for whom it is opened.
func (c *course) Ports(p flow.Ports) flow.Ports {
	c.s.told = &inTurn{Device: p.Device}
	p.Device, p.Journal = c.s.told, openings{p.Journal, c.s}
	return p
}

// Given is a person's word about an unclaimed charge: whoever has the goods keeps them,
// and of the others nobody is there any more.
func (c *course) Given(a flow.Attempt) bool {
	payer := c.s.payer[a.OutTradeNo]
	return payer != nil && payer.goods == a.OutTradeNo
}

// Charged: the customers of a checkout are judged one by one.
func (*course) Charged([]flow.Attempt, int) {}
