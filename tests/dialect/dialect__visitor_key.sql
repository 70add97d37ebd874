-- a text, the same each time it is asked for
with

actual as (

    select
        {{ visitor_key() }} as visitor_key,
        {{ visitor_key() }} as again

)

select * from actual
where again is distinct from visitor_key or visitor_key is null
