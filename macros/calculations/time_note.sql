{#- What the time of an event could not be made of, as a note; null where nothing is missing. -#}
{% macro time_note(occurred_at, tracked_at, corrected_at, told) -%}
    case
        when {{ occurred_at }} is null or {{ occurred_at }} = {{ corrected_at }} then null
        when {{ occurred_at }} = {{ tracked_at }}
            then case when {{ corrected_at }} is not null then 'unusable:sent_at' end
        when coalesce({{ told }}, '') = '' then 'missing:timestamp'
        else 'unusable:timestamp'
    end
{%- endmacro %}
