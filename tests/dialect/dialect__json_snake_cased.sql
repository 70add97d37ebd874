with

cases as (

    select
        '{"order_id":1,"a2":{"B c":2}}' as document,
        '{"order_id":1,"a2":{"B c":2}}' as expected
    union all
    select
        '{"Order ID":1,"planName":2,"HTTPCode":3}' as document,
        '{"order_id":1,"plan_name":2,"http_code":3}' as expected
    union all
    -- the result's own spelling before the first
    select
        '{"orderId":1,"order_id":2}' as document,
        '{"order_id":2}' as expected
    union all
    select
        '{"orderId":1,"Order-ID":2}' as document,
        '{"order_id":1}' as expected
    union all
    -- unless it is null
    select
        '{"orderId":1,"order_id":null}' as document,
        '{"order_id":1}' as expected
    union all
    -- each sign that is none of a plain name, at either end and within
    select
        '{"_a":1,"b_":2,"c__d":3,"e f":4,"g.h":5,"i/j":6}' as document,
        '{"a":1,"b":2,"c_d":3,"e_f":4,"g_h":5,"i_j":6}' as expected
    union all
    select
        '{"[a":1,"b]":2,"c, d":3,"e[0]":4}' as document,
        '{"a":1,"b":2,"c_d":3,"e_0":4}' as expected
    union all
    select
        '{"$os":1,"$_b":2,"$Os Name":3,"a$b":4,"c$":5}' as document,
        '{"$os":1,"$b":2,"$os_name":3,"a_b":4,"c":5}' as expected
    union all
    -- no letter and no digit
    select
        '{"":1,"--":2,"$":3,"_":4}' as document,
        '{"":1,"--":2,"$":3,"_":4}' as expected
    union all
    select
        '{"Größe":1,"größe_neu":2}' as document,
        '{"größe":1,"größe_neu":2}' as expected
    union all
    -- values that look like names
    select
        {{ text_literal('{"a":"B C","d":"\\"E\\":1"}') }} as document,
        {{ text_literal('{"a":"B C","d":"\\"E\\":1"}') }} as expected
    union all
    select
        '{}' as document,
        '{}' as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as document,
        null as expected

),

actual as (

    select
        expected,
        {{ json_snake_cased('document') }} as actual -- noqa: PRS
    from cases

)

select
    expected,
    actual
from actual
where actual is distinct from expected
