package hands

import "strings"

// Where is the part of a stack that lies in a room, four lines at most.
func Where(stack []byte, room string) string {
	var lines []string
	for line := range strings.Lines(string(stack)) {
		if strings.Contains(line, room) {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return strings.Join(lines[:min(len(lines), 4)], "\n")
}
