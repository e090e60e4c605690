package tui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/draw"
	"facetill/tui/input"
	"facetill/tui/text"
)

// model is all that the screen knows. It is used by one goroutine.
type model struct {
	ctx  context.Context
	opt  Options
	w    *text.Words
	jobs *jobs
	now  time.Time // of the message in hand

	draw.Screen
	frame frame

	amount   input.Amount
	code     *codeEntry        // waits for a payment code
	sale     *sale             // in the cashier's hands, or its result
	stopped  *stopped          // money rule 5.3 wants a word
	halted   *halted           // new sales are stopped
	claims   *claims           // unclaimed charges are looked at
	asked    []flow.OutTradeNo // charges whose question has come by itself
	panels   []panel           // pages beside the sale, the last one is in hand
	member   recognised        // of the next face sale
	lesson   Lesson            // of training: the next customer
	cutPower bool              // of training: the power fails
	resting  bool
	leaving  bool // quits as soon as the sale is over
	lastID   int

	pending, recent          []flow.Attempt
	tries                    map[flow.OutTradeNo]flow.Update // what this process does about them
	camera                   string                          // what ails it
	listErr                  error
	refreshing, refreshAgain bool
	refreshed                time.Time

	fed     Shown // to the customer's display
	guard   input.Guard
	scanner input.Scanner[stands]
	press   press
	// pulseDue is when the next pulse is due, zero where none is; keyAt is the
	// time of the last key.
	pulseDue, keyAt time.Time
	stall           time.Time  // since when nothing was handled, until the next pulse in time
	keys            *keyReader // nil where keys have no times of their own
	keysAt          time.Time  // of the read in hand
	stalled         bool       // the keys in hand were behind a stall
	bundled         bool       // they came several in one read
	doubts          doubts
	hands           twoHands
	notice          notice
	said            int  // how often something was
	lossSaid        bool // that keys are being lost
	told            told
	out             *output
	tickGen         int
	touched         time.Time // the last key

	// What takes time, for a proof that has a time of its own (virtual.go).
	after func(time.Duration, tea.Msg) tea.Cmd
	hear  func(context.Context, *mailbox) (flow.Update, bool)
}

// notice is a line that goes away by itself, and with the page that it is about.
type notice struct {
	text  string
	bad   bool
	until time.Time
	alone bool // it is about no page
}

// noticeFor is long enough to read two lines.
const noticeFor = 8 * time.Second

func (m *model) say(s string) {
	m.notice = notice{text: s, until: m.now.Add(noticeFor)}
	m.said++
}

func (m *model) warn(s string) {
	m.notice = notice{text: s, bad: true, until: m.now.Add(noticeFor)}
	m.said++
}

// warnAlone says what stands alone, and so goes on to other pages.
func (m *model) warnAlone(s string) {
	m.warn(s)
	m.notice.alone = true
}

// leaf is a page, and what tells it from another one of its kind.
type leaf struct {
	page  page
	panel panel
	sale  int
}

func (m *model) leaf() leaf {
	l := leaf{page: m.page()}
	switch {
	case l.page == pagePanel:
		l.panel = m.panel()
	case m.sale != nil:
		l.sale = m.sale.id
	}
	return l
}

func newModel(ctx context.Context, o Options) *model {
	o = plainOptions(o.withDefaults())
	th, w := o.look()
	now := o.Now()
	m := &model{ctx: ctx, opt: o, Screen: draw.Screen{Width: o.Width, Height: o.Height, Theme: th}, w: w, jobs: &jobs{}, now: now, touched: now, frame: frame{stale: true},
		out: &output{w: o.Out}, scanner: input.NewScanner[stands](o.ScanPrefix, o.ScanSuffix),
		after: after, hear: func(ctx context.Context, box *mailbox) (flow.Update, bool) { return box.wait(ctx) }}
	if o.Copy != nil {
		m.panels = []panel{m.newAdoptForm()}
	}
	if o.DisplayTaken {
		m.warnAlone(w.DisplayTaken)
	}
	return m
}

// Init reads what an earlier process left and starts the ticks.
func (m *model) Init() tea.Cmd { return tea.Batch(m.refresh(), m.tick()) }

// page is what is on the screen.
type page int

const (
	pageAmount page = iota
	pageCode
	pageSale
	pageResult
	pageStopped
	pageHalted
	pageClaims
	pagePanel
	pageRest
)

// page follows from what is known; nobody sets it.
func (m *model) page() page {
	switch {
	case m.resting:
		return pageRest
	case m.sale != nil && !m.sale.over:
		return pageSale
	case len(m.panels) > 0:
		return pagePanel
	}
	return m.below()
}

// below is the page that a panel lies over.
func (m *model) below() page {
	switch {
	case m.sale != nil:
		return pageResult
	case m.stopped != nil:
		return pageStopped
	case m.halted != nil:
		return pageHalted
	case m.claims != nil:
		return pageClaims
	case m.code != nil:
		return pageCode
	}
	return pageAmount
}

// live says whether something on the page moves by itself.
func (m *model) live() bool {
	return m.page() == pageSale || m.told.waiting() || m.guard.Armed() != ""
}

// toAmount goes to the amount page. A kept amount is replaced by the first digit.
func (m *model) toAmount(kept flow.Fen) {
	m.sale, m.code, m.stopped, m.halted, m.claims, m.panels = nil, nil, nil, nil, nil, nil
	m.amount = input.Amount{}
	if kept > 0 {
		m.amount = input.Amount{Text: kept.String(), Kept: true}
	}
	m.guard.Disarm()
}
