package bill

import (
	"errors"
	"fmt"
	"strings"

	"facetill/flow/field"
	"facetill/flow/reconcile/desk"
	"facetill/tui/page"
)

// Says is what became of a word about a row, or of asking WeChat about it.
func Says(c *page.Context, msg page.BillMsg) string {
	switch {
	case msg.Err != nil && msg.Word == "" && msg.Item.NotAsked != "":
		return c.Words.BillNotAsked
	case msg.Err != nil:
		return failure(c, msg.Err)
	case msg.Word == desk.Imported:
		return c.Words.BillEntered
	case msg.Word != "":
		return c.Words.ClaimDone
	}
	says := fmt.Sprintf(c.Words.BillSaid, c.Words.Heard(msg.Item.Said))
	if msg.Item.Said == "" {
		says = c.Words.BillUnheard
	}
	if msg.Item.Wants() {
		return says
	}
	return says + " " + c.Theme.Sep + " " + c.Words.BillClass[msg.Item.Called()]
}

// tell says it on the page, with the number.
func tell(c *page.Context, msg page.BillMsg) {
	says := Says(c, msg)
	if msg.No != "" {
		says = fmt.Sprintf(c.Words.OrderLine, msg.No.LastDigits(6)) + ": " + says
	}
	if msg.Err != nil {
		c.Warn(says)
		return
	}
	c.Say(says)
}

// failure is why nothing was written down.
func failure(c *page.Context, err error) string {
	if unproven, is := errors.AsType[*desk.UnprovenError](err); is {
		said, _, _ := strings.Cut(unproven.Said, " ")
		if said == "lost" || said == "rejected" || said == "" {
			return c.Words.BillUnheard
		}
		return fmt.Sprintf(c.Words.BillUnproven, c.Words.Heard(field.Plain(said)))
	}
	if hasChanged(err) {
		return c.Words.BillRowChanged
	}
	return c.Words.Failure(err)
}

// hasChanged reports whether the row is not what it was any more: another one has said a
// word about it, or the day was compared anew.
func hasChanged(err error) bool {
	wrong, is := errors.AsType[*field.Error](err)
	return is && (wrong.Field == "finding" || wrong.Field == "number" || wrong.Field == "amount")
}
