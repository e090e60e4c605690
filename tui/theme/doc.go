// Package theme is how the screen looks: colours by what they mean, and glyphs
// that are as wide as they are thought to be. Words are in tui/text.
//
// Read theme.go first, then glyph.go.
//
// Decisions: the terminal is never asked for anything (see tui/theme/background);
// "auto" takes COLORFGBG and else dark. Colour is never the only signal, so
// "mono" and NO_COLOR lose nothing. What stands for a colour among 256 or sixteen is
// chosen, not computed: green stays green, and the ground stays one that every
// terminal has. Filled areas carry their own text colour and
// are therefore alike on dark and light terminals.
package theme
