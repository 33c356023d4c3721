### The public record that anybody can check.

ledger-title = Check our record
ledger-lead = Each time something is received, decided or changed, we add one line to a record. No line can be changed or taken out without anybody noticing.
ledger-what-title = What is in it
ledger-what-text = A line says when and what kind of thing was done, and holds a seal over the rest. It holds no name, no story and no place.
ledger-size =
    { $entries ->
        [0] The record is still empty.
        [one] The record has 1 line.
       *[other] The record has { $entries } lines.
    }
ledger-head-title = The newest signed head
ledger-head-text = This short text stands for the whole record up to now. Keep a copy. If the record is ever changed behind your back, your copy will no longer fit.
ledger-key-title = Our public key
ledger-key-text = With this key you can tell that a head was signed by us.
ledger-files-title = Files for your own check
ledger-files-text = The files follow an open standard, so you can check them with other people’s programs as well as with ours.
ledger-files-checkpoint = The signed head
ledger-files-tiles = The record, in tiles
ledger-files-entries = The lines
ledger-mine-title = Is my report in it?
ledger-mine-text = Your receipt names a line. Once the head is signed for more lines than that, your line is in the files above, and it stays there.
