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
        bytes,
        cast(null as bigint) as file_position
    from listed
    where false
    {% else %}
    select
        file_number,
        table_name,
        file,
        load_date,
        bytes,
        file_position
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

-- null for a new file. What lies in no load's folder comes first
in_order as (

    select
        file_number,
        file,
        coalesce(load_date, date '0001-01-01') as load_date,
        file_position
    from known
    union all
    select
        file_number,
        file,
        coalesce(load_date, date '0001-01-01') as load_date,
        cast(null as bigint) as file_position
    from new_files

),

neighbours as (

    select
        file_number,
        file,
        load_date,
        file_position,
        coalesce(max(file_position) over (
            order by load_date, file
            rows between unbounded preceding and current row
        ), 0) as earlier_position,
        min(file_position) over (
            order by load_date, file
            rows between current row and unbounded following
        ) as later_position
    from in_order

),

gaps as (

    select
        file_number,
        earlier_position,
        later_position - earlier_position as width,
        row_number() over (
            partition by earlier_position, later_position
            order by load_date, file
        ) as gap_number,
        count(*) over (partition by earlier_position, later_position) as gap_count
    from neighbours
    where file_position is null

),

-- with room between them for files of the same load that come later
new_positions as (

    select
        file_number,
        earlier_position + case
            when width is null then 1000 * gap_number
            else cast(floor(width * gap_number / (gap_count + 1)) as bigint)
        end as file_position
    from gaps

),

-- rows that were taken from a file and those that a change put in look the same
checked as (

    select
        known.file_number,
        known.table_name,
        known.file,
        known.load_date,
        known.file_position,
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
        file_position,
        false as is_new,
        is_present
    from checked
    union all
    select
        new_files.file_number,
        new_files.table_name,
        new_files.file,
        new_files.load_date,
        new_files.bytes,
        new_positions.file_position,
        true as is_new,
        true as is_present
    from new_files
    inner join new_positions on new_files.file_number = new_positions.file_number

)

select * from final
