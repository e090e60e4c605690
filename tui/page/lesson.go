package page

// Lesson is a customer, or a bad day, that a new cashier can practise.
type Lesson int

// The lessons, in the order of the list.
const (
	LessonPays Lesson = iota
	LessonPassword
	LessonNoPassword
	LessonCardEmpty
	LessonWalksAway
	LessonWantsToScan
	LessonUnknownFace
	LessonNetworkDrops
	LessonCameraGone
	Lessons // how many there are
)

// Trainer plays the customer where everything is simulated.
type Trainer interface {
	// Customer is who stands before the camera next, once.
	Customer(l Lesson) error
	// Code is a payment code from the phone of such a customer.
	Code(l Lesson) string
	// PowerCut ends the process as a power cut does, and does not return. The
	// terminal was given back.
	PowerCut()
}
