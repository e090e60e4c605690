package sim

import "time"

// Fault is what the network does with a reply.
type Fault uint8

const (
	// Deliver sends the reply, Delay after the request.
	Deliver Fault = iota
	// Lose closes the connection without an answer.
	Lose
	// Refuse closes the connection as if nothing had been read. The request
	// changed nothing.
	Refuse
	// Cut promises Length bytes, sends Body, which is shorter, and closes.
	Cut
	// Endless sends Body again and again until the client goes.
	Endless
)

// Reply is the answer to one call and what happens to it on its way.
type Reply struct {
	Status      int
	ContentType string
	Location    string // of a redirect
	Body        []byte
	Length      int // of the Content-Length header; 0 is len(Body)
	Fault       Fault
	Delay       time.Duration // between the request and the answer
	Date        time.Time     // of the Date header: this server's clock
}

const (
	typeXML  = "text/xml; charset=utf-8"
	typeText = "text/plain; charset=utf-8"
	typeHTML = "text/html; charset=utf-8"
)

// page is what the web server in front of the payment service writes by itself.
func page(status int, text string) Reply {
	body := "<html>\r\n<head><title>" + text + "</title></head>\r\n<body>\r\n<center><h1>" +
		text + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
	return Reply{Status: status, ContentType: typeHTML, Body: []byte(body)}
}
