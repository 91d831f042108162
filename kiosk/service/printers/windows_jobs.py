"""The states of jobs and printers in Windows' spooler (winspool.h), in Kiosk's terms."""

from kiosk.service.printers.spooling import JobState, PrinterState

PAUSED, ERROR, DELETING, PRINTING, PRINTED = 0x1, 0x2, 0x4, 0x10, 0x80
OFFLINE, PAPER_OUT, DELETED, BLOCKED, INTERVENE, COMPLETE = 0x20, 0x40, 0x100, 0x200, 0x400, 0x1000
_HINDRANCES = {
    PAUSED: "paused",
    ERROR: "error",
    OFFLINE: "offline",
    PAPER_OUT: "no paper",
    BLOCKED: "blocked",
    INTERVENE: "needs somebody",
}
_PRINTER_BUSY, _PRINTER_STOPPED = 0x400 | 0x4000, 0x1 | 0x2 | 0x8 | 0x10 | 0x80
"""Printing, processing | paused, error, paper jam, paper out, offline."""


def job_state(status: int) -> JobState:
    """Return the state of a job that stays in the queue until its end has been read (JOB_INFO_1.Status)."""
    if status & (DELETING | DELETED):
        return JobState.CANCELLED
    if status & (PRINTED | COMPLETE):
        return JobState.DONE
    return JobState.PRINTING if status & PRINTING else JobState.PENDING


def hindrance(status: int) -> str:
    """Return what is holding a job up; "" for nothing."""
    return ", ".join(word for bit, word in _HINDRANCES.items() if status & bit)


def printer_state(status: int) -> PrinterState:
    """Return what a printer is doing (PRINTER_INFO_2.Status)."""
    if status & _PRINTER_STOPPED:
        return PrinterState.STOPPED
    return PrinterState.PRINTING if status & _PRINTER_BUSY else PrinterState.IDLE
