// Command pictures turns what a terminal shows into SVG: it reads lines with
// colour sequences, as "tmux capture-pane -e -p -N" prints them, and writes a
// picture that a browser shows without a terminal's fonts.
//
//	pictures FRAME.ansi PICTURE.svg
//
// make.sh beside it runs the program itself, presses keys and captures the
// frames; `make pictures` runs both. The pictures are not a test: the golden
// frames of package tui are.
//
// Read main.go for the cells, svg.go for the drawing.
package main
