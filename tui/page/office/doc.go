// Package office has the pages that are about no sale.
//
// Read help.go for the keys of a page, lessons.go for training, settings.go for the
// configuration, member.go for the camera that looks for a member, rest.go for the clock.
package office
