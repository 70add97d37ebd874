-- A warning: what was read from these files stays, but a full refresh would lose it.
{{ config(severity='warn') }}

select file
from {{ ref('landing_files') }}
where not is_present
