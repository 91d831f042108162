"""What tells one computer from another, read from a tree of files laid out as Linux lays out its own."""

import shutil

import pytest

from kiosk.config.computer import file_id, this_computer

MACHINE = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def root(tmp_path):
    write(tmp_path / "etc/machine-id", f"{MACHINE}\n")
    device(tmp_path, "block", "nvme0n1", "pci/nvme0", **{"device/serial": "S1 ", "removable": "0"})
    device(tmp_path, "block", "sda", "pci/ata1", **{"device/wwid": "naa.5002", "removable": "0"})
    device(tmp_path, "block", "sdb", "pci/usb1/1-1", **{"device/serial": "STICK", "removable": "0"})
    device(tmp_path, "block", "sr0", "pci/ata2", **{"device/serial": "DISC", "removable": "1"})
    device(tmp_path, "block", "loop0", "virtual/block", serial="LOOP")
    device(tmp_path, "class/net", "eth0", "pci/net", address="02:00:00:00:00:01", addr_assign_type="0")
    device(tmp_path, "class/net", "eth1", "pci/usb1/1-2", address="02:00:00:00:00:02", addr_assign_type="0")
    radio = {
        "phy80211/macaddress": "02:00:00:00:00:03",
        "address": "5a:11:22:33:44:55",
        "addr_assign_type": "3",
    }
    device(tmp_path, "class/net", "wlan0", "pci/net", **radio)
    device(tmp_path, "class/net", "eth2", "pci/net", address="5a:66:77:88:99:00", addr_assign_type="3")
    device(tmp_path, "class/net", "lo", "virtual/net", address="00:00:00:00:00:00", addr_assign_type="0")
    return tmp_path


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o444)


def device(root, folder, name, where, **files):
    real = root / "sys/devices" / where / name
    for file, text in files.items():
        write(real / file, text)
    (root / "sys" / folder).mkdir(parents=True, exist_ok=True)
    (root / "sys" / folder / name).symlink_to(f"../{'../' * folder.count('/')}devices/{where}/{name}")


def test_a_computer_is_known_by_what_is_built_in(root):
    computer = this_computer(root)
    assert computer.machine == MACHINE
    assert computer.disks == {"S1", "naa.5002"}
    assert computer.networks == {"02:00:00:00:00:01", "02:00:00:00:00:03"}


def test_what_only_root_may_read_counts_for_nobody(root):
    (root / "sys/block/nvme0n1/device/serial").chmod(0o400)
    (root / "etc/machine-id").chmod(0o400)
    computer = this_computer(root)
    assert (computer.machine, computer.disks) == ("", {"naa.5002"})


def test_a_system_that_shows_nothing_is_known_by_nothing(tmp_path):
    computer = this_computer(tmp_path)
    assert (computer.machine, computer.disks, computer.networks) == ("", frozenset(), frozenset())


def test_a_file_keeps_its_id_when_it_is_renamed_and_a_copy_has_another(tmp_path):
    file, copy = tmp_path / "kiosk.sqlite3", tmp_path / "copy.sqlite3"
    file.write_bytes(b"a list")
    before = file_id(file)
    assert file_id(file) == before
    shutil.copy2(file, copy)
    assert file_id(copy) != before
    if before.startswith("id "):  # a file system without ids of files has their paths
        file.rename(tmp_path / "renamed.sqlite3")
        assert file_id(tmp_path / "renamed.sqlite3") == before
