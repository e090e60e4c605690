// Package pictures turns a frame of the screen, lines with colour sequences,
// into SVG: a picture that a browser shows without a terminal's fonts.
//
// The pictures of the README lie beside this file, one for each page in both
// languages. A test of package tui draws its scenes anew and fails when they
// have drifted; "make golden" writes them.
//
// Read screen.go for the cells, svg.go for the drawing.
package pictures
