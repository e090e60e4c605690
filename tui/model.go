package tui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/flow"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// model is all that the screen knows. It is used by one goroutine.
type model struct {
	ctx  context.Context
	opt  Options
	w    *text.Words
	th   *theme.Theme
	jobs *jobs
	now  time.Time // of the message in hand

	width, height int
	frame         frame

	amount   amount
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
	guard   guard
	scanner scanner
	notice  notice
	told    told
	tickGen int
	touched time.Time // the last key
}

// notice is a line that goes away by itself.
type notice struct {
	text  string
	bad   bool
	until time.Time
}

// noticeFor is long enough to read two lines.
const noticeFor = 8 * time.Second

func (m *model) say(s string) { m.notice = notice{s, false, m.now.Add(noticeFor)} }
func (m *model) warn(s string) {
	m.notice = notice{s, true, m.now.Add(noticeFor)}
}

func newModel(ctx context.Context, o Options) *model {
	o = o.withDefaults()
	th := theme.New(o.Out, theme.Options{Name: o.Theme, EastAsian: theme.EastAsian(o.Getenv), Getenv: o.Getenv})
	now := o.Now()
	return &model{ctx: ctx, opt: o, width: o.Width, height: o.Height, w: Words(o.Language, o.Getenv), th: th, jobs: &jobs{}, now: now, touched: now, frame: frame{stale: true}}
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
	return m.page() == pageSale || m.told.waiting() || m.guard.armed.what != "" || len(m.scanner.buf) > 0
}

// toAmount goes to the amount page. A kept amount is replaced by the first digit.
func (m *model) toAmount(kept flow.Fen) {
	m.sale, m.code, m.stopped, m.halted, m.claims, m.panels = nil, nil, nil, nil, nil, nil
	m.amount = amount{}
	if kept > 0 {
		m.amount = amount{text: kept.String(), kept: true}
	}
	m.guard.disarm()
}
