package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/lipgloss/table"
)

// A style colours words on a terminal and leaves them as they are elsewhere.
type style struct{ on bool }

func (a *app) style() style {
	return style{on: terminal(a.out) && os.Getenv("NO_COLOR") == ""}
}

func (s style) paint(colour, text string) string {
	if !s.on {
		return text
	}
	return lipgloss.NewStyle().Foreground(lipgloss.Color(colour)).Render(text)
}

func (s style) green(text string) string  { return s.paint("2", text) }
func (s style) red(text string) string    { return s.paint("1", text) }
func (s style) yellow(text string) string { return s.paint("3", text) }
func (s style) dim(text string) string    { return s.paint("8", text) }

func (s style) bold(text string) string {
	if !s.on {
		return text
	}
	return lipgloss.NewStyle().Bold(true).Render(text)
}

// counted is a number of things of one name: "1 label", "2 labels".
func counted(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// printJSON prints v as indented JSON, Arabic as it is.
func (a *app) printJSON(v any) error {
	e := json.NewEncoder(a.out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// printJSONList prints a list as a JSON array, [] when empty.
func printJSONList[T any](a *app, list []T) error {
	if list == nil {
		list = []T{}
	}
	return a.printJSON(list)
}

// printList prints a list as a JSON array where that is asked for, else as a table of the cells of each. Of one that is empty none
// says so, where it is in no program's way.
func printList[T any](a *app, list []T, none string, heads []string, cells func(T) []string) error {
	if a.json {
		return printJSONList(a, list)
	}
	if len(list) == 0 {
		fmt.Fprintln(a.diag, none)
		return nil
	}
	rows := make([][]string, len(list))
	for i, one := range list {
		rows[i] = cells(one)
	}
	printTable(a.out, heads, rows)
	return nil
}

// printTable prints rows under heads, columns aligned, no space at the end of a line. Cells must hold no line breaks; Arabic
// cells are isolated here so that a terminal shows them whole.
func printTable(w io.Writer, heads []string, rows [][]string) {
	t := table.New().Border(lipgloss.HiddenBorder()).BorderTop(false).BorderBottom(false).BorderHeader(false).BorderLeft(false).BorderRight(false).BorderColumn(false).
		StyleFunc(func(int, int) lipgloss.Style { return lipgloss.NewStyle().PaddingRight(2) }).Headers(heads...)
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = isolated(c)
		}
		t.Row(cells...)
	}
	for line := range strings.Lines(t.String()) {
		fmt.Fprintln(w, strings.TrimRight(line, " \n"))
	}
}
