// Package seeds plays worlds by the hundred thousand, on all processors. A world
// is its number: whatever happens in it follows from that, so a broken rule is
// named by the command that plays its world again.
//
// Here are what a run and its failures are, for the sweep and for the counter.
// Not here: any world, any rule. Read seeds.go.
//
// Decision, 2026-11-28: whoever imports it has the memory that worlds want. Each command
// and each TestMain asking for that lost: some tests had forgotten it.
package seeds
