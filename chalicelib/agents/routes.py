"""An agent's own state and the queue in front of them."""

from typing import cast

from chalice import Blueprint

from chalicelib.agents import schema, service
from chalicelib.agents.service import AgentRow, Invitation, Offer
from chalicelib.endpoint import Call, serve
from chalicelib.kernel.words import Site, Topic

bp = Blueprint(__name__)


@serve(bp, schema.READ_ME)
def read_me(call: Call) -> schema.Me:
    """The signed-in agent."""
    return _me(call, service.find(call.ctx, call.agent_id))


@serve(bp, schema.SET_PRESENCE)
def set_presence(call: Call, body: schema.SetPresence) -> schema.Me:
    """Chosen now, or next."""
    return _me(call, service.set_presence(call.ctx, call.agent_id, body.presence, body.reason))


@serve(bp, schema.DECLINE_OFFER)
def decline_offer(call: Call, body: schema.DeclineOffer) -> schema.Me:
    """Not this one."""
    return _me(call, service.end_offer(call.ctx, call.agent_id, body.callback_id, "declined"))


@serve(bp, schema.READ_QUEUE)
def read_queue(call: Call) -> schema.QueueView:
    """Depth per lane and tier."""
    agent = service.find(call.ctx, call.agent_id)
    depths = service.depths(call.ctx, agent)
    lanes = [
        schema.LaneView(
            lane=lane,
            site=cast(Site, lane.partition(":")[0]),
            topic=cast(Topic, lane.partition(":")[2]),
            urgent=found.tiers["urgent"],
            high=found.tiers["high"],
            standard=found.tiers["standard"],
            waiting=found.waiting,
            oldest_requested_at_ms=found.oldest_requested_at_ms,
        )
        for lane, found in depths.items()
    ]
    waiting = sum(found.waiting for found in depths.values())
    return schema.QueueView(lanes=lanes, waiting=waiting, now_ms=call.ctx.now_ms())


@serve(bp, schema.LIST_SPECIALISTS)
def list_specialists(call: Call) -> schema.Specialists:
    """Not whoever asks."""
    found = service.specialists(call.ctx, call.query["lane"])
    return schema.Specialists(
        [
            schema.SpecialistView(one.agent_id, one.name, sorted(one.specialist_in or ()), one.activity)
            for one in found
            if one.agent_id != call.agent_id
        ]
    )


def _me(call: Call, row: AgentRow) -> schema.Me:
    state, offer = row.state(), service.ringing(call.ctx, row)
    return schema.Me(
        agent_id=row.agent_id,
        name=row.name,
        site=row.site,
        locale=row.locale,
        roles=sorted(call.roles),
        lanes=service.lanes_of(row),
        presence=schema.PresenceView(
            presence=state.presence,
            activity=state.activity,
            reason=state.reason,
            since_ms=state.since_ms,
        ),
        attempt_id=state.attempt_id,
        wrap_up_until_ms=state.wrap_up_until_ms,
        offer=_offer(offer) if offer else None,
        invitation=_invitation(row.invitation, call.ctx.now_ms()),
        now_ms=call.ctx.now_ms(),
    )


def _offer(offer: Offer) -> schema.OfferView:
    return schema.OfferView(
        callback_id=offer.callback_id,
        lane=offer.lane,
        topic=offer.topic,
        tier=offer.tier,
        customer_name=offer.customer_name,
        until_ms=offer.until_ms,
        ring_s=offer.ring_s,
    )


def _invitation(found: Invitation | None, now_ms: int) -> schema.InvitationView | None:
    if found is None or found.until_ms <= now_ms:
        return None
    return schema.InvitationView(**{name: getattr(found, name) for name in found.__struct_fields__})
