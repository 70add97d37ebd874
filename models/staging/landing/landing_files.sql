{{ config(meta={'holds': 'changes'}, post_hook='{{ open_landing_zone() }}') }}

with

listed as (

    select
        table_name,
        file,
        load_date,
        bytes
    from {{ source('landing', 'files') }}
    where split_part(table_name, '/', 1) in ({{ quoted_list(var('sources')) }})

),

known as (

    {% if is_full_rebuild() %}
    select
        cast(null as bigint) as file_number,
        table_name,
        file,
        load_date,
        bytes
    from listed
    where false
    {% else %}
    select
        file_number,
        table_name,
        file,
        load_date,
        bytes
    from {{ this }}
    {% endif %}

),

last_known as (

    select coalesce(max(file_number), -1) as file_number
    from known

),

new_files as (

    select
        last_known.file_number + row_number() over (
            order by listed.table_name, listed.file
        ) as file_number,
        listed.table_name,
        listed.file,
        listed.load_date,
        listed.bytes
    from listed
    cross join last_known
    left join known
        on
            listed.table_name = known.table_name
            and listed.file = known.file
    where known.file is null

),

-- rows that were taken from a file and those that a change put in look the same
checked as (

    select
        known.file_number,
        known.table_name,
        known.file,
        known.load_date,
        case
            when listed.bytes <> known.bytes
                then {{ raise_error(
                    "'The landing file ' || known.file || ' changed after it was read ('"
                    ~ " || known.bytes || ' bytes then, ' || listed.bytes || ' now). Put new"
                    ~ " rows into a new file, or read everything again with --full-refresh.'"
                ) }}
            else known.bytes
        end as bytes,
        listed.file is not null as is_present
    from known
    left join listed
        on
            known.table_name = listed.table_name
            and known.file = listed.file

),

final as (

    select
        file_number,
        table_name,
        file,
        load_date,
        bytes,
        false as is_new,
        is_present
    from checked
    union all
    select
        file_number,
        table_name,
        file,
        load_date,
        bytes,
        true as is_new,
        true as is_present
    from new_files

)

select * from final
