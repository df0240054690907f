// Package notifytest holds the other side of a delivery: a mail server, a webhook receiver and chat services on the
// loopback interface, which keep what they are given and fail when told to. They are for tests and for the demo, and
// speak the real protocols.
package notifytest
