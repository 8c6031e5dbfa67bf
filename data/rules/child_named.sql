-- Codes hold digits or are one word. Names hold a Cyrillic word, or are two words of letters, or one word of small
-- letters after a capital. A short Cyrillic prefix before digits is a code.
select row_number, 'child_id' as column_name, left(child_id, 1) || '…' as value
from staged.placements
where regexp_matches(child_id, '\p{Cyrillic}{4}')
    or (regexp_matches(child_id, '\p{Cyrillic}{2}') and not regexp_matches(child_id, '\d'))
    or regexp_full_match(child_id, '[\p{L}''’ʼ-]{2,}([ ,]+[\p{L}''’ʼ.-]+)+')
    or regexp_full_match(child_id, '\p{Lu}\p{Ll}{2,}')
