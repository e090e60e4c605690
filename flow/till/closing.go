package till

import (
	"context"

	"facetill/flow/day"
)

// CloseDay closes a business day, by who is signed in. Where it is to pass over what is
// open a manager approves that, with a PIN where one is set, and the record is by them. Its
// errors are those of [Staff.Seller], [Staff.Approve] and [day.Books.Close].
func (f *Staff) CloseDay(ctx context.Context, q day.Request, pin string) (r day.Record, err error) {
	if q.By, err = f.Seller(ctx); err != nil {
		return r, err
	}
	if q.Force {
		who, err := f.Approve(ctx, pin)
		if err != nil {
			return r, err
		}
		if who.Name != "" {
			q.By = who.Name
		}
	}
	return f.lists.books.Close(ctx, q)
}
