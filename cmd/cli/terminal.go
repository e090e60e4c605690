package cli

import (
	"fmt"
	"runtime"

	"facetill/cmd/cli/codes"
	"facetill/tui/text"
)

// canShow refuses a terminal that could not show a screen, by what has to be set:
// one that knows no cursor, and one without UTF-8 where a language is wanted that
// needs it. English is drawn in ASCII there. what is the screen; instead are hints
// where there is no terminal.
func (g *global) canShow(what string, instead ...string) error {
	if !g.s.terminal {
		e := usage("the %s needs a terminal on stdin and stdout", what).as(codes.WhyNoTerminal)
		e.hints = instead
		return e
	}
	if name := g.s.getenv("TERM"); runtime.GOOS != "windows" && (name == "" || name == "dumb") {
		return usage("TERM is %q: such a terminal has no cursor, and cannot show a screen", name).as(codes.WhyNoTerminal).
			hint("TERM=xterm-256color facetill, where the terminal is a real one").
			hint("facetill pay AMOUNT, which needs no screen")
	}
	cfg, err := g.load()
	if err != nil {
		return err
	}
	wanted := text.Wanted(cfg.UI.Language, g.s.getenv)
	if text.UTF8(g.s.getenv) || wanted.ASCII() {
		return nil
	}
	return usage("%s needs UTF-8, and %s", wanted.Name, g.noUTF8()).as(codes.WhyNoTerminal).
		hint("LC_ALL=%s facetill, in a terminal that is set to UTF-8", wanted.Locale()).
		hint("--lang en, which is drawn in ASCII here")
}

// noUTF8 names the setting by which a terminal has no UTF-8.
func (g *global) noUTF8() string {
	name, locale := text.Locale(g.s.getenv)
	if name == "" {
		return "no locale is set (LC_ALL, LC_CTYPE, LANG)"
	}
	return fmt.Sprintf("the locale %s (%s) has none", locale, name)
}

// words are the strings of the language that was asked for; of the three words
// for money there are no others than the screen's. Where a terminal cannot show
// them they are English, and that is said, once. A pipe gets UTF-8 as ever.
func (g *global) words(configured string) *text.Words {
	if g.lang != "" {
		configured = g.lang
	}
	w := text.Choose(configured, g.s.getenv)
	if g.s.ascii {
		w = &text.English
	}
	if wanted := text.Wanted(configured, g.s.getenv); w != wanted.Words && !g.noted {
		g.noted = true
		fmt.Fprintf(g.s.err, "facetill: the words are English: %s needs UTF-8, and %s\ntry: LC_ALL=%s, in a terminal that is set to UTF-8\n", wanted.Name, g.noUTF8(), wanted.Locale())
	}
	return w
}
