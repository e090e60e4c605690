package flowtest

import "testing"

func TestMemory(t *testing.T) {
	JournalSuite(t, func(*testing.T) Disk { return NewMemory() })
}
