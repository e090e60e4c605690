package tui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"facetill/tui/page"
	"facetill/tui/page/day"
	"facetill/tui/page/history"
	"facetill/tui/page/office"
	"facetill/tui/page/settle"
	"facetill/tui/page/walk"
)

// keymap is one table: what it offers is what is shown and what works.
type keymap struct {
	*page.State
	trainCode, powerCut func() tea.Cmd
}

// bindings are the keys of the page, the page of all keys, and those of training.
func (k *keymap) bindings() []page.Binding {
	keys := k.Top().Keys(k.Context)
	if k.OnPanel() && !slices.ContainsFunc(keys, func(b page.Binding) bool { return b.Name == "esc" }) { // where a narrow screen has room for it
		keys = slices.Insert(keys, min(1, len(keys)), page.Binding{Name: "esc", Cap: k.Words.KeyEsc, Label: k.Words.DoBack, Next: len(keys) == 0, Do: k.Close})
	}
	if k.SignsIn() && (k.At() == page.KindSale || k.At() == page.KindResult) { // where it is not shown and may be looked for
		keys = append(keys, page.Binding{Name: peopleKey.Key, Cap: strings.ToUpper(peopleKey.Key), Label: peopleKey.Label(k.Words), Quiet: true, Do: k.people})
	}
	if k.walks() {
		keys = append(keys, page.Binding{Name: "f8", Cap: "F8", Label: k.Words.DoWalk, Do: k.showWalk})
	}
	if k.helps() {
		keys = append(keys, page.Binding{Name: "f1", Cap: "F1", Label: k.Words.DoHelp, Do: k.openHelp})
	}
	if k.Opt.Training == nil || k.Resting {
		return keys
	}
	if k.At() != page.KindResult || !k.Sale.Forbidden() {
		keys = append(keys, page.Binding{Name: "f11", Cap: "F11", Label: k.Words.DoTrainCode, Do: k.trainCode})
	}
	// Also on the page of a running sale: power fails when it likes.
	return append(keys, page.Binding{Name: "f12", Cap: "F12", Label: k.Words.DoPowerCut, Do: k.powerCut})
}

// helps reports whether there is help. Not during a sale: it has two or three keys,
// all of them in the last row, and nothing may hide a camera or a window that
// runs. Nor over a panel that waits for an answer of the camera, which help would not hear.
func (k *keymap) helps() bool {
	switch k.At() {
	case page.KindAmount, page.KindCode, page.KindSuspended, page.KindClaims:
		return true
	case page.KindResult:
		return k.MayLeave()
	case page.KindHelp, page.KindLock:
		return false
	}
	w, may := k.Top().(page.Waiting)
	return k.OnPanel() && !(may && w.Waits())
}

// walks reports whether the walk may be shown now: beside any page where there is room,
// and else as a page over what help may lie over, in its place, and over a sale that runs,
// whose amount, sentence and time stay in sight.
func (k *keymap) walks() bool {
	if k.Opt.Walk == nil || k.Resting || k.Locked() || k.Small() {
		return false
	}
	return k.Whole().Wide() || k.helps() || k.At() == page.KindSale || k.At() == page.KindHelp
}

// showWalk shows it, and takes it away again; beside a page nothing is heard from then on.
func (k *keymap) showWalk() tea.Cmd {
	k.Guard.Disarm() // of a question on the page that comes or goes
	wide := k.Whole().Wide()
	if !wide && k.At() == page.KindHelp {
		k.Close()
	} else if k.At() == walk.Kind {
		return k.Close()
	}
	k.Opt.Walk.Switch(!wide || !k.Opt.Walk.Wants())
	if wide {
		walk.Lift(k.Context)
		whole := k.Whole()
		k.Resize(whole.Width, whole.Height)
		return nil
	}
	switch k.At() {
	case walk.Kind: // below help
	case page.KindSale:
		return walk.Lay(k.Context)
	default:
		k.Panels = append(k.Panels, walk.New())
	}
	return nil
}

func (k *keymap) openHelp() tea.Cmd {
	help := office.NewHelp(k.Top(), k.bindings())
	if k.Locked() {
		return k.Show(help)
	}
	k.Panels = append(k.Panels, help)
	return nil
}

var peopleKey = office.PeopleKey(behind)

// panels are the pages that keys show where no sale is under way, after the keys of the
// page, as they are offered.
var panels = []page.Panel{office.LessonsKey, settle.OpenKey, history.Key, day.Key, office.MemberKey, peopleKey, office.SettingsKey}

// PanelKeys are the keys that show them.
func PanelKeys() (keys []string) {
	for _, p := range panels {
		keys = append(keys, p.Key)
	}
	return slices.Compact(keys)
}

func panelKeys(c *page.Context) (keys []page.Binding) {
	for _, p := range panels {
		if p.For == nil || p.For(c) {
			keys = append(keys, p.Binding(c))
		}
	}
	return keys
}
