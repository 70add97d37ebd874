select * from {{ ref('report') }}
where items <> items_in_levels
