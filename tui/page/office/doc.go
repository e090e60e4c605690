// Package office has the pages that are about no sale.
//
// Read help.go for the keys of a page, the configuration and the clock, lessons.go for
// training, member.go for the camera that looks for a member.
package office
